import type { ImageId } from '../image/hashes.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';
import { isKnown } from '../unknown.ts';

/** What an image stands for when bytes are shared out fairly. */
export interface FairShare {
  /** Its part of everything that can come free, each byte divided by those that hold it. */
  readonly bytes: number;
  /** The lowest edge of its stack that can come free, -1 when none: images that have it in common free most together. */
  readonly root: number;
}

/**
 * Shares out the bytes that can come free among the images that may go.
 * Shape:   one entry for each image of the model; an edge that something holds which cannot go counts for nobody.
 */
export function fairShares(
  model: ReclaimModel,
  mayGo: (id: ImageId) => boolean,
): ReadonlyMap<ImageId, FairShare> {
  const { edgeParents, edgeBytes, edgeFloors } = model;
  const stays = new Uint8Array(edgeParents.length);
  const holders = new Int32Array(edgeParents.length);
  const going = model.images.filter(({ id, tops }) => {
    const goes = mayGo(id);
    for (const edge of edgesOf(tops, edgeParents)) {
      if (goes) holders[edge] = (holders[edge] ?? 0) + 1;
      else stays[edge] = 1;
    }
    return goes;
  });
  const weigh = (edge: number): number => {
    const bytes = edgeBytes[edge] ?? 'unknown';
    return (isKnown(bytes) ? bytes : (edgeFloors?.[edge] ?? 0)) / Math.max(1, holders[edge] ?? 1);
  };
  return new Map(
    going.map(({ id, tops, content }) => {
      let bytes = content.reduce(
        (sum, { manifestBytes }) => sum + (isKnown(manifestBytes) ? manifestBytes : 0),
        0,
      );
      let root = -1;
      for (const edge of edgesOf(tops, edgeParents)) {
        if (stays[edge] === 1) continue;
        bytes += weigh(edge);
        if (root < 0 || edge < root) root = edge;
      }
      return [id, { bytes, root }];
    }),
  );
}

function edgesOf(tops: readonly number[], parents: readonly number[]): Iterable<number> {
  const edges: number[] = [];
  for (const top of tops) {
    for (let edge = top; edge >= 0; edge = parents[edge] ?? -1) {
      if (tops.length > 1 && edges.includes(edge)) break;
      edges.push(edge);
    }
  }
  return edges;
}
