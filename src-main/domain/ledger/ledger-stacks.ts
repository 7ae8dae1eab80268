import type {
  EngineImage,
  EngineSnapshot,
  LayerStack,
  SkippedRecord,
  StoreKind,
} from '../image/engine-snapshot.ts';
import type { MaybeBytes } from '../unknown.ts';
import { isKnown, unknown } from '../unknown.ts';

/** Stacks of an image that take room on disk. None when the image was not inspected. */
export function unpackedStacks(image: EngineImage, store: StoreKind): readonly LayerStack[] {
  if (!isKnown(image.stacks)) return [];
  if (store === 'classic') return image.stacks;
  // Every layer takes at least a block here, so a stack of no bytes is not unpacked.
  return image.stacks.filter((stack) => stack.unpackedBytes !== 0 || stack.diffIds.length === 0);
}

/** Bytes of a whole stack: the engine's `Size` on the classic store, where it is exactly that. */
export function stackBytes(image: EngineImage, stack: LayerStack, store: StoreKind): MaybeBytes {
  return store === 'classic' && isKnown(image.bytes) ? image.bytes : stack.unpackedBytes;
}

/**
 * Whether all unpacked stacks of an image are known. On the containerd store a platform can be unpacked that nobody
 * inspected.
 */
export function isFullyInspected(image: EngineImage, store: StoreKind): boolean {
  if (!isKnown(image.stacks)) return false;
  if (store === 'classic') return true;
  const known = new Set(image.stacks.map((stack) => stack.platform));
  return image.manifests.every(
    (manifest) => manifest.kind !== 'image' || manifest.unpackedBytes === 0 || known.has(manifest.platform),
  );
}

/**
 * The engine's `SharedSize`, where it means one stack: on the containerd store it is a sum over platforms, and leaves out
 * hidden snapshots below images that were built step by step (those with a parent).
 */
export function stackSharedBytes(image: EngineImage, store: StoreKind): MaybeBytes {
  if (store === 'classic') return image.sharedBytes;
  const unpacked = image.manifests.filter(
    ({ kind, unpackedBytes }) => kind === 'image' && unpackedBytes !== 0,
  );
  return unpacked.length <= 1 && image.parentId === null ? image.sharedBytes : unknown;
}

/**
 * Whether images or stacks exist that the snapshot does not show: then nobody knows who else holds a layer, and what the
 * engine says of sharing cannot be pinned to one.
 */
export function hasUnseenStacks(snapshot: EngineSnapshot): boolean {
  const { images, store } = snapshot;
  return (
    snapshot.skipped.some(isSkippedImage) ||
    images.some((image) => !isFullyInspected(image, store)) ||
    (store === 'containerd' &&
      images.some((image) => unpackedStacks(image, store).some((stack) => !isKnown(stack.unpackedBytes))))
  );
}

/** Whether a row that could not be read was an image. What is not clearly something else counts as one. */
export function isSkippedImage(record: SkippedRecord): boolean {
  return !/container|event|cache|volume/i.test(record.answer);
}
