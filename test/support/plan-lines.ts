import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { planCleanup } from '#main/domain/cleanup/plan-cleanup.ts';
import type { PlanFacts } from '#main/domain/cleanup/plan-facts.ts';
import {
  type CleanupPolicy,
  type PickedImage,
  type PlanOptions,
  policyOf,
  type Rule,
  usualPlanOptions,
} from '#main/domain/cleanup/policy.ts';

import { imageId, sha256 } from './small-snapshot.ts';

/** A plan with the usual options, but for those given. */
export function makePlan(
  facts: PlanFacts,
  policy: CleanupPolicy,
  options: Partial<PlanOptions> = {},
): CleanupPlan {
  return planCleanup(facts, policy, { sha256, options: { ...usualPlanOptions, ...options } });
}

/** Picks by readable names: whole images, or some of their references. */
export function picked(...picks: (readonly [string, (readonly string[])?])[]): CleanupPolicy {
  return {
    kind: 'picked',
    picks: picks.map(([name, references]): PickedImage => ({
      id: imageId(name),
      references: references ?? null,
    })),
  };
}

/** `a remove app:1 dangling`, `b keep tagged box`: a plan in the order it runs, with readable IDs. */
export function planLines({ remove, keep }: CleanupPlan): readonly string[] {
  return [
    ...remove.map((item) =>
      [short(item.id), item.effect, ...item.references, ...item.platforms, ...item.reasons].join(' '),
    ),
    ...keep.map((item) =>
      [short(item.id), 'keep', ...item.reasons, ...item.containers.map(({ id }) => id)].join(' '),
    ),
  ];
}

/** What rules, one being enough, say of each image: `{ a: 'dangling', b: '-tagged' }`, with a minus where it stays. */
export function verdictsOf(facts: PlanFacts, ...rules: readonly Rule[]): Readonly<Record<string, string>> {
  const { remove, keep } = makePlan(facts, policyOf(...rules));
  const verdicts: Record<string, string> = {};
  for (const { id, reasons } of remove) verdicts[short(id)] = reasons.join(' ');
  for (const { id, reasons } of keep) verdicts[short(id)] = reasons.map((reason) => `-${reason}`).join(' ');
  return verdicts;
}

function short(id: string): string {
  return id.slice('sha256:'.length).replace(/0+$/, '');
}
