import type { CleanupPlan, PlannedKeep } from '#main/domain/cleanup/cleanup-plan.ts';

/**
 * What stays, with the reasons the policy gave. A plan for single ticks only says of the rest that nobody picked it: there the
 * first plan knows better, unless something has changed since.
 */
export function keepsToShow(
  basis: Pick<CleanupPlan, 'keep'>,
  plan: Pick<CleanupPlan, 'keep'> | null,
): readonly PlannedKeep[] {
  if (plan === null) return basis.keep;
  const first = new Map(basis.keep.map((item) => [item.id, item]));
  return plan.keep.map((item) => {
    const isUnasked = item.reasons.some((reason) => reason === 'not-picked' || reason === 'not-in-bin');
    return isUnasked ? (first.get(item.id) ?? item) : item;
  });
}
