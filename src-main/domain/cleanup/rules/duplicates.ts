import type { EngineImage, LayerStack } from '../../image/engine-snapshot.ts';
import type { ImageId } from '../../image/hashes.ts';
import { isKnown } from '../../unknown.ts';
import type { PlanIndex } from '../plan-index.ts';
import { platformManifests } from './platforms-never-run.ts';
import { goes, type RuleReading, type RuleScope, stays } from './rule-reading.ts';

/**
 * Another image that stays holds the same layers, for the same platforms.
 * Shape:   of a group one is kept: in use before pinned before tagged before newest before smallest ID. `mayStay` says of
 *          which images that can be relied on; a group without such an image has no duplicates.
 * Unknown: an image whose layers are not all known, or that has none, is nobody's duplicate.
 */
export function readDuplicates(
  { index, candidates }: RuleScope,
  mayStay: (image: EngineImage) => boolean,
): RuleReading {
  const [duplicate, only] = [goes('duplicate'), stays('only-copy')];
  const duplicates = new Set<ImageId>();
  for (const group of groupsOfTwins(candidates)) {
    const kept = group
      .filter(mayStay)
      .reduce<EngineImage | null>(
        (best, image) => (best === null || isBetterKept(image, best, index) ? image : best),
        null,
      );
    if (kept === null) continue;
    for (const image of group) if (image !== kept) duplicates.add(image.id);
  }
  return { verdictOf: ({ id }) => (duplicates.has(id) ? duplicate : only), notes: [] };
}

/** Groups of at least two. Sorted by the topmost layer first, for the whole stacks of 10,000 images are long texts. */
function groupsOfTwins(images: readonly EngineImage[]): readonly (readonly EngineImage[])[] {
  const groups: EngineImage[][] = [];
  for (const likely of groupBy(images, roughKey)) {
    if (likely.length > 1) groups.push(...groupBy(likely, layersKey).filter((group) => group.length > 1));
  }
  return groups;
}

function groupBy(
  images: readonly EngineImage[],
  keyOf: (image: EngineImage) => string | null,
): readonly EngineImage[][] {
  const groups = new Map<string, EngineImage[]>();
  for (const image of images) {
    const key = keyOf(image);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [image]);
    else group.push(image);
  }
  return [...groups.values()];
}

/** The same for images with the same layers; null when they are not all known. */
function roughKey(image: EngineImage): string | null {
  const { stacks } = image;
  if (!isKnown(stacks) || stacks.length === 0 || stacks.some(({ diffIds }) => diffIds.length === 0))
    return null;
  const tops = stacks.map(({ diffIds }) => diffIds.at(-1) ?? '');
  return tops.length === 1 ? (tops[0] ?? '') : tops.sort().join(' ');
}

/** Everything that must be equal; null when a platform is here whose layers nobody read. */
function layersKey(image: EngineImage): string | null {
  const stacks = isKnown(image.stacks) ? image.stacks : [];
  const read = new Set(stacks.map(({ platform }) => platform));
  const platforms = platformManifests(image).map(({ platform }) => platform);
  if (platforms.some((platform) => !read.has(platform))) return null;
  return (
    [...new Set(stacks.map(stackKey))].sort().join('\n') + `\n${[...new Set(platforms)].sort().join(' ')}`
  );
}

function stackKey({ platform, diffIds }: LayerStack): string {
  return `${platform} ${diffIds.join(' ')}`;
}

/** Whether `a` is the better one of two to keep. */
function isBetterKept(a: EngineImage, b: EngineImage, { relations, pins }: PlanIndex): boolean {
  const isInUse = ({ id }: EngineImage): boolean => relations.isUsed(id) || relations.isMounted(id);
  const difference =
    Number(isInUse(a)) - Number(isInUse(b)) ||
    Number(pins.has(a.id)) - Number(pins.has(b.id)) ||
    Number(a.tags.length > 0) - Number(b.tags.length > 0) ||
    a.createdAtMs - b.createdAtMs;
  return difference === 0 ? a.id < b.id : difference > 0;
}
