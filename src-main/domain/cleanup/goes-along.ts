import type { ImageId } from '../image/hashes.ts';
import type { Pin } from './pin.ts';

/** What must be known of an image to tell whether it goes along with others. */
export interface RelatedImage {
  readonly id: ImageId;
  readonly parentId: ImageId | null;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** Whatever keeps it: only the count matters. */
  readonly containers: readonly unknown[];
  /** The pin that holds it; absent or null when none does. */
  readonly pin?: Pin | null;
}

/**
 * Adds to a set of images the untagged steps of the legacy builder that nothing else needs, as a plan for the same
 * images does: only with them a removal frees what the images cost.
 * Shape:   indexes once; the answer for a set walks only its own ancestors, so that a window can ask at every tick.
 * Source:  `planCleanup` with policy `picked`; a property test holds the two equal.
 */
export function goesAlong(images: readonly RelatedImage[]): (ids: Iterable<ImageId>) => ReadonlySet<ImageId> {
  const byId = new Map(images.map((image) => [image.id, image]));
  const childCounts = new Map<ImageId, number>();
  for (const { id, parentId } of images) {
    if (parentId === null || parentId === id || !byId.has(parentId)) continue;
    childCounts.set(parentId, (childCounts.get(parentId) ?? 0) + 1);
  }
  return (ids) => {
    const going = new Set(ids);
    const left = new Map<ImageId, number>();
    // A set iterates over what is added to it meanwhile: ancestors are climbed one by one.
    for (const id of going) {
      const parent = parentOf(byId.get(id), byId);
      if (parent === undefined) continue;
      const waiting = (left.get(parent.id) ?? childCounts.get(parent.id) ?? 0) - 1;
      left.set(parent.id, waiting);
      if (waiting === 0 && isNameless(parent)) going.add(parent.id);
    }
    return going;
  };
}

function parentOf(
  image: RelatedImage | undefined,
  byId: ReadonlyMap<ImageId, RelatedImage>,
): RelatedImage | undefined {
  if (image === undefined || image.parentId === null || image.parentId === image.id) return undefined;
  return byId.get(image.parentId);
}

function isNameless({ tags, digests, containers, pin = null }: RelatedImage): boolean {
  return tags.length === 0 && digests.length === 0 && containers.length === 0 && pin === null;
}
