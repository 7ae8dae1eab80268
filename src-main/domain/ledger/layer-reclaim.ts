import { isKnown } from '../unknown.ts';
import { heaviestPaths } from './heaviest-paths.ts';
import { countSelected, layerIndex, type LayerIndex } from './layer-index.ts';
import type { ReclaimDoubt, ReclaimModel } from './reclaim-model.ts';
import type { ReclaimPart } from './reclaim-part.ts';

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
  const index = layerIndex(model);
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
