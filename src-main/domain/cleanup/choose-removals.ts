import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { droppableReferences } from './droppable-references.ts';
import type { PlanIndex } from './plan-index.ts';
import type { RemovalIntent } from './removal-intents.ts';

/** What the choice is made from. */
export interface Choice {
  readonly index: Pick<PlanIndex, 'images' | 'byId' | 'relations' | 'pins' | 'parked'>;
  readonly intents: ReadonlyMap<ImageId, RemovalIntent>;
  /**
   * Which untagged ancestors go along when nothing else needs them: `all`; `nameless` spares what was pulled by digest,
   * because nobody asked for it; `none`.
   */
  readonly ancestors: 'all' | 'nameless' | 'none';
  /** Whether images in the recycle bin may go. */
  readonly takesParked: boolean;
}

/** An intent that can be carried out. */
export interface ChosenRemoval extends RemovalIntent {
  readonly image: EngineImage;
}

/**
 * Chooses what can go: nothing pins the image, it is not in the bin, no container holds it, and every image built on it
 * goes as well. A parked image is still there, so what it was built on stays.
 * Works upwards from images nothing was built on, so a broken parent chain that runs in a circle is kept.
 * Shape:   images that lose something and stay first, by ID; then children before parents, then by ID.
 */
export function chooseRemovals(choice: Choice): readonly ChosenRemoval[] {
  const { images, relations } = choice.index;
  const waitsFor = new Map<ImageId, number>();
  let level: EngineImage[] = [];
  for (const image of images) {
    const children = relations.childrenOf(image.id).length;
    if (children === 0) level.push(image);
    else waitsFor.set(image.id, children);
  }
  const chosen = lessened(choice);
  while (level.length > 0) {
    const removed: ChosenRemoval[] = [];
    for (const image of level) {
      const intent = intentOf(image, choice);
      if (intent !== null) removed.push({ image, ...intent });
    }
    chosen.push(...removed);
    level = parentsSetFree(removed, choice, waitsFor).sort(byImageId);
  }
  return chosen;
}

/** Parents whose last child has just gone. Counts down in `waitsFor`. */
function parentsSetFree(
  removed: readonly ChosenRemoval[],
  { index }: Choice,
  waitsFor: Map<ImageId, number>,
): EngineImage[] {
  const free: EngineImage[] = [];
  for (const { image, effect } of removed) {
    if (effect !== 'remove') continue;
    const parent = image.parentId === null ? undefined : index.byId.get(image.parentId);
    if (parent === undefined || parent === image) continue;
    const left = (waitsFor.get(parent.id) ?? 0) - 1;
    waitsFor.set(parent.id, left);
    if (left === 0) free.push(parent);
  }
  return free;
}

/** What an image only loses stands in nobody's way: it stays for its children, and what loses but a tag for its containers. */
function lessened(choice: Choice): ChosenRemoval[] {
  const { index, intents } = choice;
  const chosen: ChosenRemoval[] = [];
  for (const image of index.images) {
    const intent = intents.get(image.id);
    if (intent === undefined || isBarred(image, choice)) continue;
    const isFree =
      intent.effect === 'untag' || (intent.effect === 'remove-platforms' && !isHeld(image, choice));
    if (isFree) chosen.push({ image, ...intent });
  }
  return chosen;
}

/** The intent for an image all children of which go; null when it stays. */
function intentOf(image: EngineImage, choice: Choice): RemovalIntent | null {
  if (isBarred(image, choice) || isHeld(image, choice)) return null;
  const intent = choice.intents.get(image.id);
  if (intent !== undefined) return intent.effect === 'remove' || intent.effect === 'park' ? intent : null;
  if (choice.ancestors === 'none' || !choice.index.relations.isIntermediate(image.id)) return null;
  const references = droppableReferences(image);
  if (choice.ancestors === 'nameless' && references.length > 0) return null;
  return { effect: 'remove', references, platforms: [], reasons: ['goes-with-child'] };
}

function isBarred({ id }: EngineImage, { index, takesParked }: Choice): boolean {
  return index.pins.has(id) || (!takesParked && index.parked.has(id));
}

function isHeld({ id }: EngineImage, { index }: Choice): boolean {
  return index.relations.isUsed(id) || index.relations.isMounted(id);
}

function byImageId(a: EngineImage, b: EngineImage): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
