import { oncePerObject } from '../once-per-object.ts';
import { isKnown } from '../unknown.ts';
import type { ReclaimContent, ReclaimModel } from './reclaim-model.ts';

/** A manifest with content on this machine, each digest once, ready for answers. */
export interface IndexedManifest {
  readonly digest: string;
  /** Bytes of the manifest itself; 0 when unknown. */
  readonly ownBytes: number;
  /** The most its other blobs (config and layers) can be; infinite when unknown. */
  readonly restAtMost: number;
  /** The least its other blobs can be; equal to `restAtMost` when they are known exactly. */
  readonly restAtLeast: number;
  readonly isExact: boolean;
  readonly layers: readonly number[] | null;
}

/** Everything the content part of an answer reads. */
export interface ContentIndex {
  readonly manifests: readonly IndexedManifest[];
  /** Manifests of image i. */
  readonly ofImage: readonly (readonly number[])[];
  /** How many images have a manifest. */
  readonly holders: Int32Array;
  /** For each manifest that is not dominated: the smaller ones it may share blobs with; null for all others. */
  readonly overlaps: readonly (readonly number[] | null)[];
  /** Some image's manifests could not be read. */
  readonly hasUnreadable: boolean;
}

/**
 * Indexes the manifests of a model, once for each model.
 * Shape:   a manifest is *dominated* when one that may share blobs with it is larger (or as large and earlier).
 *          Manifests whose layers are not known may share with any that have layers.
 */
export const contentIndex = oncePerObject(toIndex);

function toIndex(model: ReclaimModel): ContentIndex {
  const numbers = new Map<string, number>();
  const contents: ReclaimContent[] = [];
  let hasUnreadable = false;
  const ofImage = model.images.map((image) => {
    const own = new Set<number>();
    for (const content of image.content) {
      if (content.digest === '') hasUnreadable = true;
      if (content.contentBytes === 0 || content.digest === '') continue;
      const number = numbers.get(content.digest) ?? contents.length;
      numbers.set(content.digest, number);
      contents[number] = merge(contents[number] ?? content, content);
      own.add(number);
    }
    return [...own];
  });
  const manifests = contents.map(toManifest);
  const holders = new Int32Array(manifests.length);
  for (const own of ofImage) for (const number of own) holders[number] = (holders[number] ?? 0) + 1;
  return { manifests, ofImage, holders, overlaps: overlapsOf(manifests), hasUnreadable };
}

/** What two images say of the same manifest: one may have been inspected and the other not. */
function merge(a: ReclaimContent, b: ReclaimContent): ReclaimContent {
  if (a === b) return a;
  const { digest, layers, distinctBytes } = a.layers === null ? b : a;
  const contentBytes = isKnown(a.contentBytes) ? a.contentBytes : b.contentBytes;
  const manifestBytes = isKnown(a.manifestBytes) ? a.manifestBytes : b.manifestBytes;
  return {
    digest,
    contentBytes,
    manifestBytes,
    layers,
    ...(distinctBytes === undefined ? {} : { distinctBytes }),
  };
}

function toManifest(content: ReclaimContent): IndexedManifest {
  const own = isKnown(content.manifestBytes) ? content.manifestBytes : 0;
  const most = isKnown(content.contentBytes) ? content.contentBytes - own : Number.POSITIVE_INFINITY;
  const least = content.distinctBytes ?? (isKnown(content.contentBytes) ? content.contentBytes : own);
  return {
    digest: content.digest,
    ownBytes: own,
    restAtMost: Math.max(0, most),
    restAtLeast: Math.max(0, Math.min(least - own, most)),
    isExact: isKnown(content.contentBytes) && content.distinctBytes === undefined,
    layers: content.layers,
  };
}

/** Larger first, which is what the proof in `contentReclaim` needs; then in an order that only the manifests decide. */
function largestFirst(manifests: readonly IndexedManifest[]): Int32Array {
  const order = Int32Array.from(manifests.keys());
  return order.sort((a, b) => {
    const [left, right] = [manifests[a], manifests[b]];
    if (left === undefined || right === undefined) return 0;
    if (left.restAtMost !== right.restAtMost) return left.restAtMost > right.restAtMost ? -1 : 1;
    if (left.restAtLeast !== right.restAtLeast) return left.restAtLeast > right.restAtLeast ? -1 : 1;
    return left.digest < right.digest ? -1 : 1;
  });
}

function overlapsOf(manifests: readonly IndexedManifest[]): (readonly number[] | null)[] {
  const order = largestFirst(manifests);
  const holdersOfLayer: number[][] = [];
  const withoutLayers: number[] = [];
  for (const number of order) {
    const { layers } = manifests[number] ?? { layers: null };
    if (layers === null) withoutLayers.push(number);
    for (const layer of layers ?? []) (holdersOfLayer[layer] ??= []).push(number);
  }
  const places = new Int32Array(manifests.length);
  for (const [place, number] of order.entries()) places[number] = place;
  const shared = { holdersOfLayer, withoutLayers, order, places };
  return manifests.map((manifest, number) => overlapOf(manifest, number, shared));
}

interface LayerHolders {
  /** By layer number, in `order`. */
  readonly holdersOfLayer: readonly (readonly number[])[];
  readonly withoutLayers: readonly number[];
  readonly order: Int32Array;
  readonly places: Int32Array;
}

function overlapOf(manifest: IndexedManifest, number: number, all: LayerHolders): readonly number[] | null {
  // A blob without layers (an index) is nobody's part.
  if (manifest.layers?.length === 0) return [];
  const lists =
    manifest.layers === null
      ? [Array.from(all.order)]
      : [all.withoutLayers, ...manifest.layers.map((layer) => all.holdersOfLayer[layer] ?? [])];
  const place = all.places[number] ?? 0;
  if (lists.some((list) => list[0] !== undefined && (all.places[list[0]] ?? 0) < place)) return null;
  const overlaps = new Set(lists.flat());
  overlaps.delete(number);
  return [...overlaps];
}
