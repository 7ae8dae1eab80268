import { isKnown } from '../unknown.ts';
import { countsOfTops, sumDownwards } from './holder-counts.ts';
import { heaviestPaths } from './heaviest-paths.ts';
import type { ReclaimDoubt, ReclaimModel } from './reclaim-model.ts';
import type { ReclaimPart } from './reclaim-part.ts';

/** Model as flat arrays: what one answer reads. */
interface LayerIndex {
  readonly model: ReclaimModel;
  readonly parents: Int32Array;
  /** NaN when unknown. */
  readonly bytes: Float64Array;
  /** What counts in the sum: the bytes, or a floor where they are unknown. */
  readonly floors: Float64Array;
  /** How many images hold an edge. */
  readonly holders: Int32Array;
  /** Where image i counts: `edges[starts[i]..starts[i + 1]]` and by how much. */
  readonly starts: Int32Array;
  readonly edges: Int32Array;
  readonly counts: Int32Array;
  /** Images whose layers are not known. */
  readonly notInspected: readonly number[];
  /** Edges of their own that these have apart from the forest. */
  readonly ownEdges: readonly number[];
  /** Whether only counting `LayersSize` is certain: the build cache holds layers of images too. */
  readonly cacheBytes: number;
}

/** Freed edges of one selection. */
interface FreedEdges {
  readonly sum: number;
  readonly hasUnknown: boolean;
  /** A removed image stands on an edge that stays. */
  readonly leavesShared: boolean;
  readonly weights: Float64Array;
}

/**
 * The layers part of the answer: the bytes of every edge whose every holder is selected.
 *
 * What is out of sight can only hold layers back, and how much is bounded:
 * - build cache records share `buildCacheSharedBytes` with images, so no more than that stays;
 * - a container whose image is not in the list stands on one chain, that is on one path of edges (or a part of it):
 *   k of them hold at most what the k heaviest paths of the freed edges weigh. Each may end in layers that an image which
 *   was not inspected has alone; in those of one at most, for what is above them is no other image's either;
 * - an image that could not be inspected shares at most its `SharedSize`; where that is unknown it is one more path on
 *   the classic store, and can be anything on the containerd store, where an image has a stack for each platform.
 * What stays subtracted this way is at least the truth, so the rest is a lower bound.
 */
export function layerReclaim(model: ReclaimModel): (selected: Uint8Array) => ReclaimPart {
  const index = toIndex(model);
  return (selected) => {
    const freed = freedEdges(index, selected);
    const doubts = new Set<ReclaimDoubt>();
    if (freed.hasUnknown) doubts.add('layer-bytes-unknown');
    if (index.notInspected.some((image) => selected[image] === 1)) doubts.add('image-not-inspected');
    if (model.store === 'containerd' && freed.leavesShared) doubts.add('content-shared');
    const held = freed.sum === 0 ? 0 : heldBack(index, { selected, freed, doubts });
    return { bytes: Math.max(0, freed.sum - held), doubts };
  };
}

function freedEdges(index: LayerIndex, selected: Uint8Array): FreedEdges {
  const { parents, bytes, floors, holders } = index;
  const gone = countSelected(index, selected);
  const weights = new Float64Array(parents.length);
  let sum = 0;
  let hasUnknown = false;
  let leavesShared = false;
  for (let edge = parents.length - 1; edge >= 0; edge -= 1) {
    const count = gone[edge] ?? 0;
    if (count === 0) continue;
    const parent = parents[edge] ?? -1;
    if (parent >= 0) gone[parent] = (gone[parent] ?? 0) + count;
    if (count < (holders[edge] ?? 0)) {
      leavesShared = true;
      continue;
    }
    if (Number.isNaN(bytes[edge] ?? Number.NaN)) hasUnknown = true;
    const floor = floors[edge] ?? 0;
    sum += floor;
    weights[edge] = floor;
  }
  return { sum, hasUnknown, leavesShared, weights };
}

function countSelected(index: LayerIndex, selected: Uint8Array): Int32Array {
  const { starts, edges, counts } = index;
  const gone = new Int32Array(index.parents.length);
  for (let image = 0; image < selected.length; image += 1) {
    if (selected[image] !== 1) continue;
    const end = starts[image + 1] ?? 0;
    for (let at = starts[image] ?? 0; at < end; at += 1) {
      const edge = edges[at] ?? 0;
      gone[edge] = (gone[edge] ?? 0) + (counts[at] ?? 0);
    }
  }
  return gone;
}

/** The most that something out of sight may keep of the freed edges. Notes why in `doubts`. */
function heldBack(
  index: LayerIndex,
  answer: { selected: Uint8Array; freed: FreedEdges; doubts: Set<ReclaimDoubt> },
): number {
  const { selected, freed, doubts } = answer;
  let held = index.cacheBytes;
  if (held > 0) doubts.add('build-cache');
  let paths = index.model.unseenStacks;
  if (paths > 0) doubts.add('container-of-missing-image');
  for (const number of index.notInspected) {
    const sharedBytes = index.model.images[number]?.notInspected?.sharedBytes ?? 0;
    if (selected[number] === 1 || sharedBytes === 0) continue;
    doubts.add('image-not-inspected');
    if (isKnown(sharedBytes)) held += sharedBytes;
    else if (index.model.store === 'classic') paths += 1;
    else return Number.POSITIVE_INFINITY;
  }
  return paths === 0 ? held : held + heldByPaths(index, freed.weights, paths);
}

function heldByPaths(index: LayerIndex, weights: Float64Array, count: number): number {
  const own = index.ownEdges.map((edge) => weights[edge] ?? 0).sort((a, b) => b - a);
  const inForest = Float64Array.from(weights);
  for (const edge of index.ownEdges) inForest[edge] = 0;
  const ownBytes = own.slice(0, count).reduce((sum, bytes) => sum + bytes, 0);
  return ownBytes + heaviestPaths(index.parents, inForest, count);
}

function toIndex(model: ReclaimModel): LayerIndex {
  const parents = Int32Array.from(model.edgeParents);
  const bytes = Float64Array.from(model.edgeBytes, (value) => (isKnown(value) ? value : Number.NaN));
  const own = model.images.map((image) => countsOfTops(image.tops, parents));
  const starts = new Int32Array(model.images.length + 1);
  for (const [number, counts] of own.entries()) starts[number + 1] = (starts[number] ?? 0) + counts.length;
  const edges = Int32Array.from(own.flatMap((counts) => counts.map(({ at }) => at)));
  const counts = Int32Array.from(own.flatMap((counts) => counts.map(({ by }) => by)));
  const notInspected = [...model.images.keys()].filter((number) => model.images[number]?.notInspected);
  const ownEdges = notInspected.flatMap((number) => model.images[number]?.tops.at(-1) ?? []);
  const cacheBytes = cacheHolds(model);
  const floors = bytes.map((value, edge) => (Number.isNaN(value) ? (model.edgeFloors?.[edge] ?? 0) : value));
  const sums = { model, parents, bytes, floors, notInspected, ownEdges, cacheBytes };
  const empty = { ...sums, holders: parents, starts, edges, counts };
  return { ...empty, holders: holdersOf(empty, model.images.length) };
}

function holdersOf(index: LayerIndex, imageCount: number): Int32Array {
  const holders = countSelected(index, new Uint8Array(imageCount).fill(1));
  sumDownwards(holders, index.parents);
  return holders;
}

/** Containerd: the cache has snapshots of its own; what it keeps of an image is content, never layers (ENGINES §3.3). */
function cacheHolds(model: ReclaimModel): number {
  if (model.store === 'containerd' || !model.doubts.includes('build-cache')) return 0;
  return isKnown(model.buildCacheSharedBytes) ? model.buildCacheSharedBytes : Number.POSITIVE_INFINITY;
}
