import { oncePerObject } from '../once-per-object.ts';
import { isKnown } from '../unknown.ts';
import { countsOfTops, sumDownwards } from './holder-counts.ts';
import type { ReclaimModel } from './reclaim-model.ts';

/** Model as flat arrays: what one answer reads. */
export interface LayerIndex {
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

/** Indexes the layers of a model, once for each model. */
export const layerIndex = oncePerObject(toIndex);

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

/** How many selected images stand on each edge by themselves; `sumDownwards` adds what stands above it. */
export function countSelected(index: LayerIndex, selected: Uint8Array): Int32Array {
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
