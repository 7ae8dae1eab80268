import { buildPlan } from './build-plan.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { PlanFacts, Sha256 } from './plan-facts.ts';
import { planChanges, type PlanChange } from './plan-changes.ts';
import { planIndex, type PlanIndex } from './plan-index.ts';
import type { CleanupPolicy } from './policy.ts';
import { type RemoveReason, removeReasons } from './reasons.ts';
import type { ShownPlan, ShownRemoval } from './shown-plan.ts';
import { shownWishes } from './shown-wishes.ts';

export type { PlanChange } from './plan-changes.ts';
export type { ShownPlan } from './shown-plan.ts';

/** Whether a shown plan still holds; if not, everything that changed. */
export type PlanComparison =
  | { readonly holds: true; readonly plan: CleanupPlan }
  | { readonly holds: false; readonly changes: readonly PlanChange[] };

/**
 * Plans the same items again from fresh facts and compares.
 * Shape:   exactly the shown items, whatever rules found them: ancestors that have become removable since, images that would
 *          match by now and containers nobody named are left alone. The plan it gives has the policy `picked`, or `bin`
 *          when the bin is being emptied, and the shown reasons where they are ones we know.
 */
export function comparePlan(shown: ShownPlan, facts: PlanFacts, sha256: Sha256): PlanComparison {
  const { plan, index } = planAgain(shown, facts, sha256);
  if (plan.fingerprint === shown.fingerprint) return { holds: true, plan: withReasons(plan, shown.remove) };
  return deepFreeze({ holds: false, changes: planChanges(shown, plan, { index, sha256 }) });
}

/**
 * Plans exactly these items of a plan that was shown: a person left the others out. What can no longer be is left out too.
 * Shape:   as `comparePlan`; its fingerprint holds for the same items as long as nothing changes.
 */
export function planShown(shown: ShownItems, facts: PlanFacts, sha256: Sha256): CleanupPlan {
  return withReasons(planAgain(shown, facts, sha256).plan, shown.remove);
}

type ShownItems = Omit<ShownPlan, 'fingerprint'>;

function planAgain(
  shown: ShownItems,
  facts: PlanFacts,
  sha256: Sha256,
): { readonly plan: CleanupPlan; readonly index: PlanIndex } {
  const policy = policyOfShown(shown);
  const index = planIndex(facts, { policy, containers: shown.containers });
  const wishes = shownWishes(index, shown);
  return { plan: buildPlan(index, { policy, wishes, ancestors: 'none' }, sha256), index };
}

function policyOfShown({ remove, isBin }: ShownItems): CleanupPolicy {
  if (isBin) return { kind: 'bin', parkedForDays: 0 };
  return {
    kind: 'picked',
    picks: remove.map(({ id, effect, references }) => ({
      id,
      references: effect === 'untag' ? references : null,
    })),
  };
}

function withReasons(plan: CleanupPlan, shown: readonly ShownRemoval[]): CleanupPlan {
  const shownReasons = new Map(shown.map(({ id, reasons }) => [id, reasons ?? []]));
  const remove = plan.remove.map((item) => {
    const known = knownReasons(shownReasons.get(item.id) ?? []);
    return known.length > 0 ? { ...item, reasons: known } : item;
  });
  return deepFreeze({ ...plan, remove });
}

/** In the order they were shown in; what came along that is no reason of ours is left out. */
function knownReasons(words: readonly string[]): readonly RemoveReason[] {
  return [...new Set(words)].flatMap((word) => removeReasons.find((reason) => reason === word) ?? []);
}
