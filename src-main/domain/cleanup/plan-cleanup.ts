import { buildPlan } from './build-plan.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import type { PlanFacts, Sha256 } from './plan-facts.ts';
import { planIndex } from './plan-index.ts';
import { type CleanupPolicy, type PlanOptions, usualPlanOptions } from './policy.ts';
import { parkTagged, wishesOf } from './removal-intents.ts';

/**
 * Plans a clean-up; nothing is removed. The same facts and policy give the same bytes.
 * Shape:   `rules`: what the rules of the policy speak for, put together as it says. `picked`: these images, or some of their
 *          references. `bin`: what has been parked long enough. An image goes only if nothing pins it, it is not in the
 *          recycle bin (but for `bin`), no container holds it and everything built on it goes as well; untagged ancestors
 *          nothing else needs go along as items of their own. An image that only loses references (`untag`) frees nothing
 *          and may well be in use. With `park`, tagged images go to the bin instead: they stay on disk, and so does what
 *          they were built on. Of the containers that may go, the plan lists those that hold something in it.
 * Unknown: picks the snapshot does not hold are left out; ask `unknownPicks` first. So are containers that are gone or run.
 * Errors:  none.
 * Source:  ENGINES §1.2, §3.1, §9; we remove with `noprune`, so the plan itself names the ancestors.
 */
export function planCleanup(
  facts: PlanFacts,
  policy: CleanupPolicy,
  { sha256, options = usualPlanOptions }: { readonly sha256: Sha256; readonly options?: PlanOptions },
): CleanupPlan {
  const index = planIndex(facts, { policy, containers: options.containers });
  const asked = wishesOf(index, policy);
  const wishes = options.park && policy.kind !== 'bin' ? parkTagged(asked, index) : asked;
  // Only rules may grow by something that has a name; neither what was picked nor what lies in the bin does.
  const ancestors = policy.kind === 'rules' ? 'all' : 'nameless';
  return buildPlan(index, { policy, wishes, ancestors }, sha256);
}
