import type { EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { droppableReferences } from './droppable-references.ts';
import type { ImageRelations } from './image-relations.ts';
import type { RemovalIntent } from './removal-intents.ts';

/** What the choice is made from. */
export interface Choice {
  readonly snapshot: EngineSnapshot;
  readonly relations: ImageRelations;
  readonly intents: ReadonlyMap<ImageId, RemovalIntent>;
  /**
   * Which untagged ancestors go along when nothing else needs them: `all`; `nameless` spares what was pulled by digest,
   * because nobody asked for it; `none`.
   */
  readonly ancestors: 'all' | 'nameless' | 'none';
}

/** An intent that can be carried out. */
export interface ChosenRemoval extends RemovalIntent {
  readonly image: EngineImage;
}

/**
 * Chooses what can go: no container holds the image, and every image built on it goes as well.
 * Works upwards from images nothing was built on, so a broken parent chain that runs in a circle is kept.
 * Shape:   images that only lose tags first, by ID; then children before parents, then by ID.
 */
export function chooseRemovals(choice: Choice): readonly ChosenRemoval[] {
  const { images } = choice.snapshot;
  const byId = new Map(images.map((image) => [image.id, image]));
  const waitsFor = new Map(images.map(({ id }) => [id, choice.relations.childrenOf(id).length]));
  const chosen = untagged(choice);
  let level = images.filter(({ id }) => waitsFor.get(id) === 0);
  while (level.length > 0) {
    const removed = level.toSorted(byImageId).flatMap((image) => {
      const intent = intentOf(image, choice);
      return intent === null ? [] : [{ image, ...intent }];
    });
    chosen.push(...removed);
    level = parentsSetFree(removed, byId, waitsFor);
  }
  return chosen;
}

/** Parents whose last child has just gone. Counts down in `waitsFor`. */
function parentsSetFree(
  removed: readonly ChosenRemoval[],
  byId: ReadonlyMap<ImageId, EngineImage>,
  waitsFor: Map<ImageId, number>,
): EngineImage[] {
  const free: EngineImage[] = [];
  for (const { image } of removed) {
    const parent = image.parentId === null ? undefined : byId.get(image.parentId);
    if (parent === undefined || parent === image) continue;
    const left = (waitsFor.get(parent.id) ?? 0) - 1;
    waitsFor.set(parent.id, left);
    if (left === 0) free.push(parent);
  }
  return free;
}

/** Taking a tag from an image stands in nobody's way: it stays, for its containers and its children too. */
function untagged({ snapshot, intents }: Choice): ChosenRemoval[] {
  return snapshot.images.toSorted(byImageId).flatMap((image) => {
    const intent = intents.get(image.id);
    return intent?.effect === 'untag' ? [{ image, ...intent }] : [];
  });
}

/** The intent for an image all children of which go; null when it stays. */
function intentOf(image: EngineImage, { relations, intents, ancestors }: Choice): RemovalIntent | null {
  if (relations.isUsed(image.id) || relations.isMounted(image.id)) return null;
  const intent = intents.get(image.id);
  if (intent !== undefined) return intent.effect === 'remove' ? intent : null;
  if (ancestors === 'none' || !relations.isIntermediate(image.id)) return null;
  const references = droppableReferences(image);
  if (ancestors === 'nameless' && references.length > 0) return null;
  return { effect: 'remove', references, reasons: ['goes-with-child'] };
}

function byImageId(a: EngineImage, b: EngineImage): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
