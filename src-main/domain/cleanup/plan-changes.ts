import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ContainerId, ImageId } from '../image/hashes.ts';
import { boundBytes, isExact, type ByteBound } from '../ledger/byte-bound.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import { droppableReferences } from './droppable-references.ts';
import type { Pin } from './pin.ts';
import type { Sha256 } from './plan-facts.ts';
import { engineMark, parseFingerprint, type PlanFingerprint } from './plan-fingerprint.ts';
import type { PlanIndex } from './plan-index.ts';
import type { ShownPlan, ShownRemoval } from './shown-plan.ts';

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
  | { readonly kind: 'now-pinned'; readonly id: ImageId; readonly pin: Pin }
  /** It has been put into the recycle bin meanwhile. */
  | { readonly kind: 'now-parked'; readonly id: ImageId }
  /** A container that was to go first does not stand still any more, or is not there. */
  | { readonly kind: 'container-started'; readonly container: ContainerId }
  | { readonly kind: 'other-bytes'; readonly planned: ByteBound; readonly now: ByteBound }
  /** Something else the plan relied on: a digest, a parent, a platform, the tags or containers of an image that only loses a tag. */
  | { readonly kind: 'other-facts' };

/** Everything that changed between a plan that was shown and the same items planned again. At least one thing. */
export function planChanges(
  shown: ShownPlan,
  plan: CleanupPlan,
  { index, sha256 }: { readonly index: PlanIndex; readonly sha256: Sha256 },
): readonly PlanChange[] {
  const fingerprint = parseFingerprint(shown.fingerprint);
  const spare = new Set(index.spareContainers.map(({ id }) => id));
  const started = shown.containers.filter((id) => !spare.has(id));
  const changes: readonly PlanChange[] = [
    ...engineChanges(fingerprint, engineMark(index.facts.snapshot, sha256)),
    ...promiseChanges(fingerprint, plan),
    ...started.map((container) => ({ kind: 'container-started', container }) as const),
    ...itemChanges(shown, index),
  ];
  return changes.length > 0 ? changes : [{ kind: 'other-facts' }];
}

function engineChanges(shown: PlanFingerprint | null, mark: string): readonly PlanChange[] {
  return shown === null || shown.engine === mark ? [] : [{ kind: 'other-engine' }];
}

function promiseChanges(shown: PlanFingerprint | null, { frees }: CleanupPlan): readonly PlanChange[] {
  if (shown === null) return [];
  const { promised: planned } = shown;
  const now = frees.total;
  const isSame = boundBytes(planned) === boundBytes(now) && isExact(planned) === isExact(now);
  return isSame ? [] : [{ kind: 'other-bytes', planned, now }];
}

function itemChanges({ remove, isBin }: ShownPlan, index: PlanIndex): readonly PlanChange[] {
  const going = new Set(remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id));
  return remove.flatMap((item): readonly PlanChange[] => {
    const image = index.byId.get(item.id);
    if (image === undefined) return [{ kind: 'image-gone', id: item.id }];
    return [
      ...referenceChanges(item, image),
      ...protectionChanges(item.id, index, isBin),
      ...holderChanges(item, going, index),
    ];
  });
}

function protectionChanges(id: ImageId, { pins, parked }: PlanIndex, isBin: boolean): readonly PlanChange[] {
  const pin = pins.get(id);
  return [
    ...(pin === undefined ? [] : [{ kind: 'now-pinned', id, pin: { ...pin } } as const]),
    ...(!isBin && parked.has(id) ? [{ kind: 'now-parked', id } as const] : []),
  ];
}

function referenceChanges(
  { id, effect, references }: ShownRemoval,
  image: EngineImage,
): readonly PlanChange[] {
  if (effect === 'remove-platforms') return [];
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
  { id, effect }: ShownRemoval,
  going: ReadonlySet<ImageId>,
  { relations }: PlanIndex,
): readonly PlanChange[] {
  if (effect === 'untag') return [];
  const containers = relations.containersOf(id).map((container) => container.id);
  const staysWithChildren = effect === 'remove-platforms';
  const children = staysWithChildren ? [] : relations.childrenOf(id).filter((child) => !going.has(child));
  return [
    ...(containers.length > 0 ? [{ kind: 'now-in-use', id, containers } as const] : []),
    ...(children.length > 0 ? [{ kind: 'new-child', id, children } as const] : []),
  ];
}
