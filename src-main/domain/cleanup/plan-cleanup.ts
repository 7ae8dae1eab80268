import type { EngineImage } from '../image/engine-snapshot.ts';
import { reclaimCalculator } from '../ledger/freed-bytes.ts';
import { chooseRemovals, type Choice, type ChosenRemoval } from './choose-removals.ts';
import type { CleanupPlan, CleanupPolicy, PlannedKeep, PlannedRemoval } from './cleanup-plan.ts';
import { deepFreeze } from './deep-freeze.ts';
import { imageRelations } from './image-relations.ts';
import { keepReasonsOf } from './keep-reasons.ts';
import type { PlanFacts, Sha256 } from './plan-facts.ts';
import { planFingerprint } from './plan-fingerprint.ts';
import { recoverability } from './recoverability.ts';
import { removalIntents } from './removal-intents.ts';

/**
 * Plans a clean-up; nothing is removed. The same facts and policy give the same bytes.
 * Shape:   `dangling`: untagged images nothing was built on. `unused`: every image no container was created from or
 *          mounts. `picked`: these images, or some of their references. An image goes only if no container holds it and
 *          everything built on it goes as well; untagged ancestors nothing else needs go along as items of their own.
 *          An image that only loses references (`untag`) frees nothing and may well be in use.
 * Unknown: picks the snapshot does not hold are left out; ask `unknownPicks` first.
 * Errors:  none.
 * Source:  ENGINES §1.2, §3.1, §9; we remove with `noprune`, so the plan itself names the ancestors.
 */
export function planCleanup(facts: PlanFacts, policy: CleanupPolicy, sha256: Sha256): CleanupPlan {
  // Only what was picked by hand must not grow by something that has a name.
  const ancestors = policy.kind === 'picked' ? 'nameless' : 'all';
  return planWithAncestors(facts, { policy, ancestors }, sha256);
}

/** `planCleanup`, with a say in whether untagged ancestors go along. */
export function planWithAncestors(
  facts: PlanFacts,
  { policy, ancestors }: { readonly policy: CleanupPolicy; readonly ancestors: Choice['ancestors'] },
  sha256: Sha256,
): CleanupPlan {
  const { snapshot } = facts;
  const relations = imageRelations(snapshot);
  const intents = removalIntents(snapshot, policy, relations);
  const chosen = chooseRemovals({ snapshot, relations, intents, ancestors });
  const gone = new Set(chosen.filter(({ effect }) => effect === 'remove').map(({ image }) => image.id));
  const spoken = new Set(chosen.map(({ image }) => image.id));
  const toKeep = (image: EngineImage): PlannedKeep => {
    const hasKeptChild = relations.childrenOf(image.id).some((child) => !gone.has(child));
    const isWanted = intents.has(image.id);
    return {
      id: image.id,
      reasons: keepReasonsOf(image, { policy, relations, isWanted, hasKeptChild }),
      containers: relations.containersOf(image.id),
    };
  };
  const remove = chosen.map((removal) => toPlannedRemoval(removal, facts));
  const keep = snapshot.images.filter(({ id }) => !spoken.has(id)).map(toKeep);
  const frees = reclaimCalculator(facts.reclaim)(gone);
  const body = { engineId: snapshot.engineId, policy, remove, keep, frees };
  const fingerprint = planFingerprint(body, { facts, relations, sha256 });
  // Copied before it is frozen: the snapshot and the policy belong to the caller.
  return deepFreeze(structuredClone({ fingerprint, ...body }));
}

function toPlannedRemoval({ image, ...intent }: ChosenRemoval, { snapshot }: PlanFacts): PlannedRemoval {
  return { id: image.id, ...intent, recoverable: recoverability(image, snapshot.store) };
}
