import type { EngineContainer, EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ContainerId, ImageId } from '../image/hashes.ts';
import { imageRelations, type ImageRelations } from './image-relations.ts';
import type { Pin } from './pin.ts';
import { pinLookup } from './pin-lookup.ts';
import type { PlanFacts } from './plan-facts.ts';
import type { CleanupPolicy } from './policy.ts';
import type { Recovery } from './recoverability.ts';
import { recoveryLookup } from './recovery-of.ts';
import { isParked } from './recycle-bin.ts';

/** What every step of planning looks things up in, indexed once. */
export interface PlanIndex {
  readonly facts: PlanFacts;
  /** Sorted by ID. */
  readonly images: readonly EngineImage[];
  readonly byId: ReadonlyMap<ImageId, EngineImage>;
  /** As if the containers that may go were gone. */
  readonly relations: ImageRelations;
  /** Stopped containers a person allowed to go first. */
  readonly spareContainers: readonly EngineContainer[];
  readonly pins: ReadonlyMap<ImageId, Pin>;
  readonly parked: ReadonlySet<ImageId>;
  readonly recoveryOf: (image: EngineImage) => Recovery;
}

/** What the index depends on besides the facts. */
export interface IndexChoice {
  readonly policy: CleanupPolicy;
  readonly containers: readonly ContainerId[];
}

/** Indexes the facts for one plan. */
export function planIndex(facts: PlanFacts, { policy, containers }: IndexChoice): PlanIndex {
  const { snapshot } = facts;
  const images = sortedImages(snapshot.images);
  const spareContainers = stoppedContainers(snapshot, containers);
  return {
    facts,
    images,
    byId: new Map(images.map((image) => [image.id, image])),
    relations: imageRelations(withoutContainers(snapshot, spareContainers)),
    spareContainers,
    pins: pinnedImages(images, policy.kind === 'rules' ? [...facts.pins, ...policy.pins] : facts.pins),
    parked: new Set(images.filter(isParked).map(({ id }) => id)),
    recoveryOf: recoveryLookup(snapshot.store, facts.past),
  };
}

/** Those of the named containers that are there and certainly stopped, sorted by ID. */
export function stoppedContainers(
  { containers }: EngineSnapshot,
  named: readonly ContainerId[],
): readonly EngineContainer[] {
  if (named.length === 0) return [];
  const wanted = new Set(named);
  return containers
    .filter(({ id, state }) => wanted.has(id) && isStopped(state))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The snapshot as it is once these containers are gone. */
export function withoutContainers(
  snapshot: EngineSnapshot,
  gone: readonly Pick<EngineContainer, 'id'>[],
): EngineSnapshot {
  if (gone.length === 0) return snapshot;
  const ids = new Set(gone.map(({ id }) => id));
  return { ...snapshot, containers: snapshot.containers.filter(({ id }) => !ids.has(id)) };
}

/** States in which a container can be removed without force. What is not known to stand still may run. */
function isStopped(state: EngineContainer['state']): boolean {
  return state === 'created' || state === 'exited' || state === 'dead';
}

function pinnedImages(images: readonly EngineImage[], pins: readonly Pin[]): ReadonlyMap<ImageId, Pin> {
  const pinned = new Map<ImageId, Pin>();
  if (pins.length === 0) return pinned;
  const pinOf = pinLookup(pins);
  for (const image of images) {
    const pin = pinOf(image);
    if (pin !== null) pinned.set(image.id, pin);
  }
  return pinned;
}

/** A snapshot comes sorted; only one that does not is sorted again. */
function sortedImages(images: readonly EngineImage[]): readonly EngineImage[] {
  const isSorted = images.every((image, at) => at === 0 || (images[at - 1]?.id ?? '') <= image.id);
  return isSorted ? images : images.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
