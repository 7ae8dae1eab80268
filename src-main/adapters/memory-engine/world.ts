import { toImageId, type ContainerId, type ImageId } from '../../domain/image/hashes.ts';
import type { ContainerState, StoreKind } from '../../domain/image/engine-snapshot.ts';
import type { Clock } from '../../ports/clock.ts';
import { noSuchImage } from './engine-errors.ts';
import { EventRing } from './event-ring.ts';
import { LayerForest, type LayerNodes } from './layer-forest.ts';
import { MemoryRegistry } from './memory-registry.ts';
import { readReference, ReferenceTable, type TableReference } from './reference-table.ts';
import type { StoredImage, StoredManifest } from './stored-image.ts';

/** A container as the fake engine keeps it. */
export interface StoredContainer {
  readonly id: ContainerId;
  readonly name: string;
  readonly state: Exclude<ContainerState, 'unknown'>;
  readonly imageId: ImageId;
  readonly imageReference: string;
  readonly composeProject: string | null;
  readonly mountedImages: readonly string[];
  /** The layers it stands on: they stay while it stays. */
  readonly nodes: LayerNodes;
}

/** A build cache record as the fake engine keeps it. */
export interface StoredCacheRecord {
  readonly id: string;
  readonly kind: string;
  readonly description: string;
  readonly bytes: number;
  readonly inUse: boolean;
  readonly parents: readonly string[];
  readonly createdAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly usageCount: number;
  /** The stack it keeps on disk; empty when it has its own bytes only. */
  readonly nodes: LayerNodes;
}

/** Everything on the fake engine's disk. */
export interface World {
  readonly store: StoreKind;
  /** Minor API version: what the engine knows depends on it. */
  readonly apiMinor: number;
  readonly layers: LayerForest;
  readonly images: Map<ImageId, StoredImage>;
  readonly references: ReferenceTable;
  readonly containers: Map<ContainerId, StoredContainer>;
  readonly buildCache: Map<string, StoredCacheRecord>;
  /** Manifests whose snapshots nobody keeps for them (containerd store, `docker load` of a known chain). */
  readonly unheld: Set<StoredManifest>;
  /** Every registry it can ask. */
  readonly registry: MemoryRegistry;
  readonly events: EventRing;
  readonly clock: Clock;
}

/** An empty disk. */
export function createWorld(input: Pick<World, 'store' | 'apiMinor' | 'clock'>): World {
  const measure = input.store === 'classic' ? (bytes: number) => bytes : snapshotBytes;
  const layers = new LayerForest(measure);
  return {
    ...input,
    layers,
    registry: new MemoryRegistry(layers.blobs),
    images: new Map(),
    references: new ReferenceTable(),
    containers: new Map(),
    buildCache: new Map(),
    unheld: new Set(),
    events: new EventRing(input.clock),
  };
}

/** What a text names: an image, and the reference when it was one. */
export interface Named {
  readonly image: StoredImage;
  readonly reference: TableReference | null;
}

/**
 * Finds an image by ID, by reference, or by the first digits of its ID, in this order.
 * Errors:  `engine.not-found`, `reference.invalid`.
 */
export function findImage(world: World, text: string): Named {
  const byId = world.images.get(toImageId(/^[0-9a-f]{64}$/.test(text) ? `sha256:${text}` : text));
  if (byId !== undefined) return { image: byId, reference: null };
  if (/^sha256:[0-9a-f]+$/.test(text)) return { image: findByPrefix(world, text, text), reference: null };
  const reference = readReference(text);
  const id = world.references.imageOf(reference) ?? digestOwner(world, reference);
  const image = id === undefined ? undefined : world.images.get(id);
  if (image !== undefined) return { image, reference };
  if (/^[0-9a-f]{1,64}$/.test(text)) {
    return { image: findByPrefix(world, `sha256:${text}`, reference.text), reference: null };
  }
  throw noSuchImage(reference.text);
}

/** Images whose step before was this one. */
export function childrenOf(world: World, id: ImageId): readonly StoredImage[] {
  return [...world.images.values()].filter((image) => image.parentId === id);
}

/** Containers that stand on an image or have it mounted, in the engine's order. */
export function containersOf(world: World, id: ImageId): readonly StoredContainer[] {
  return [...world.containers.values()].filter(
    (container) => container.imageId === id || container.mountedImages.some((text) => names(world, text, id)),
  );
}

function names(world: World, text: string, id: ImageId): boolean {
  return text === id || world.references.imageOf(readReference(text)) === id;
}

function findByPrefix(world: World, prefix: string, shown: string): StoredImage {
  const found = [...world.images.values()].filter((image) => image.id.startsWith(prefix));
  const [only] = found;
  if (only === undefined || found.length > 1) throw noSuchImage(shown);
  return only;
}

/** The containerd store answers to `repository@<image ID>` for every repository that has a tag of the image. */
function digestOwner(world: World, reference: TableReference): ImageId | undefined {
  if (world.store === 'classic' || !reference.isDigest) return undefined;
  const id = toImageId(reference.text.slice(reference.text.indexOf('@') + 1));
  const own = world.references.of(id).some((other) => other.repository === reference.repository);
  return own ? id : undefined;
}

/** Disk use of a snapshot: blocks of 4 KiB for the files and for at least one directory. */
function snapshotBytes(logicalBytes: number): number {
  return Math.ceil(logicalBytes / 4096) * 4096 + 4096;
}
