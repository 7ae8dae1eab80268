import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ContainerId, ImageId } from '../image/hashes.ts';
import { boundBytes, isExact, type ByteBound } from '../ledger/byte-bound.ts';
import type { CleanupPlan, CleanupPolicy, PlannedRemoval } from './cleanup-plan.ts';
import { deepFreeze } from './deep-freeze.ts';
import { droppableReferences } from './droppable-references.ts';
import { imageRelations, type ImageRelations } from './image-relations.ts';
import { planWithAncestors } from './plan-cleanup.ts';
import type { PlanFacts, Sha256 } from './plan-facts.ts';
import { engineMark, parseFingerprint, type PlanFingerprint } from './plan-fingerprint.ts';
import { removeReasons } from './reasons.ts';

/** One thing that is no longer as it was when the plan was shown. */
export type PlanChange =
  /** Another engine, or the same one with its other image store. */
  | { readonly kind: 'other-engine' }
  | { readonly kind: 'image-gone'; readonly id: ImageId }
  | { readonly kind: 'reference-added'; readonly id: ImageId; readonly reference: string }
  | { readonly kind: 'reference-gone'; readonly id: ImageId; readonly reference: string }
  /** The references to drop have become all it has: dropping them would remove the image. */
  | { readonly kind: 'now-last-reference'; readonly id: ImageId }
  | { readonly kind: 'now-in-use'; readonly id: ImageId; readonly containers: readonly ContainerId[] }
  | { readonly kind: 'new-child'; readonly id: ImageId; readonly children: readonly ImageId[] }
  | { readonly kind: 'other-bytes'; readonly planned: ByteBound; readonly now: ByteBound }
  /** Something else the plan relied on: a digest, a parent, the tags or containers of an image that only loses a tag. */
  | { readonly kind: 'other-facts' };

/** What came back from the person the plan was shown to. */
export interface ShownPlan {
  readonly fingerprint: string;
  readonly remove: readonly ShownRemoval[];
}

/** An item of a shown plan. Its reasons are only carried over into the plan that runs. */
interface ShownRemoval extends Pick<PlannedRemoval, 'id' | 'effect' | 'references'> {
  readonly reasons?: readonly string[];
}

/** Whether a shown plan still holds; if not, everything that changed. */
export type PlanComparison =
  | { readonly holds: true; readonly plan: CleanupPlan }
  | { readonly holds: false; readonly changes: readonly PlanChange[] };

/**
 * Plans the same items again from fresh facts and compares.
 * Shape:   exactly the shown items: ancestors that have become removable since are left alone. The plan it gives has the
 *          policy `picked`, and the shown reasons where they are ones we know.
 */
export function comparePlan(shown: ShownPlan, facts: PlanFacts, sha256: Sha256): PlanComparison {
  const policy: CleanupPolicy = {
    kind: 'picked',
    picks: shown.remove.map(({ id, effect, references }) => ({
      id,
      references: effect === 'untag' ? references : null,
    })),
  };
  const plan = planWithAncestors(facts, { policy, ancestors: 'none' }, sha256);
  if (plan.fingerprint === shown.fingerprint) return { holds: true, plan: withReasons(plan, shown.remove) };
  const fingerprint = parseFingerprint(shown.fingerprint);
  const changes = [
    ...engineChanges(fingerprint, facts, sha256),
    ...promiseChanges(fingerprint, plan),
    ...itemChanges(shown.remove, facts),
  ];
  return deepFreeze({ holds: false, changes: changes.length > 0 ? changes : [{ kind: 'other-facts' }] });
}

function withReasons(plan: CleanupPlan, shown: readonly ShownRemoval[]): CleanupPlan {
  const shownReasons = new Map(shown.map(({ id, reasons }) => [id, reasons ?? []]));
  const remove = plan.remove.map((item) => {
    const known = removeReasons.filter((reason) => shownReasons.get(item.id)?.includes(reason));
    return known.length > 0 ? { ...item, reasons: known } : item;
  });
  return deepFreeze({ ...plan, remove });
}

function engineChanges(
  shown: PlanFingerprint | null,
  { snapshot }: PlanFacts,
  sha256: Sha256,
): readonly PlanChange[] {
  return shown === null || shown.engine === engineMark(snapshot, sha256) ? [] : [{ kind: 'other-engine' }];
}

function promiseChanges(shown: PlanFingerprint | null, { frees }: CleanupPlan): readonly PlanChange[] {
  if (shown === null) return [];
  const { promised: planned } = shown;
  const now = frees.total;
  const isSame = boundBytes(planned) === boundBytes(now) && isExact(planned) === isExact(now);
  return isSame ? [] : [{ kind: 'other-bytes', planned, now }];
}

function itemChanges(shown: readonly ShownRemoval[], { snapshot }: PlanFacts): readonly PlanChange[] {
  const images = new Map(snapshot.images.map((image) => [image.id, image]));
  const relations = imageRelations(snapshot);
  const going = new Set(shown.filter(({ effect }) => effect === 'remove').map(({ id }) => id));
  return shown.flatMap((item): readonly PlanChange[] => {
    const image = images.get(item.id);
    if (image === undefined) return [{ kind: 'image-gone', id: item.id }];
    const holders = item.effect === 'remove' ? holderChanges(item.id, going, relations) : [];
    return [...referenceChanges(item, image), ...holders];
  });
}

function referenceChanges(
  { id, effect, references }: ShownRemoval,
  image: EngineImage,
): readonly PlanChange[] {
  const own = droppableReferences(image);
  const gone = references.filter((reference) => !own.includes(reference));
  const added = own.filter((reference) => !references.includes(reference));
  const changes: PlanChange[] = gone.map((reference) => ({ kind: 'reference-gone', id, reference }));
  if (effect === 'untag') {
    if (added.length === 0 && gone.length < references.length)
      changes.push({ kind: 'now-last-reference', id });
    return changes;
  }
  return [...changes, ...added.map((reference): PlanChange => ({ kind: 'reference-added', id, reference }))];
}

function holderChanges(
  id: ImageId,
  going: ReadonlySet<ImageId>,
  relations: ImageRelations,
): readonly PlanChange[] {
  const containers = relations.containersOf(id).map((container) => container.id);
  const children = relations.childrenOf(id).filter((child) => !going.has(child));
  return [
    ...(containers.length > 0 ? [{ kind: 'now-in-use', id, containers } as const] : []),
    ...(children.length > 0 ? [{ kind: 'new-child', id, children } as const] : []),
  ];
}
