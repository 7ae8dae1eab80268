import type { ContentIndex, IndexedManifest } from './content-index.ts';
import { contentIndex } from './content-index.ts';
import type { ReclaimDoubt, ReclaimModel } from './reclaim-model.ts';
import type { ReclaimPart } from './reclaim-part.ts';

const nothing: ReclaimPart = { bytes: 0, doubts: new Set() };

/**
 * The content part of the answer (containerd store): blobs that no image which stays refers to.
 *
 * Known per manifest A are its own bytes m(A) and those of all its blobs c(A); let s(A) = c(A) - m(A). Blobs are keyed by
 * digest, and a blob that is a layer has one diffID, so A and B can share blobs only if they share a diffID (or the same
 * config, hence all diffIDs). The reverse does not hold: one diffID may be stored twice, compressed in two ways.
 *
 * A manifest that an image which stays also has frees nothing. For the others, A1, A2 … in a fixed order, larger s first:
 *
 *     freed ≥ Σ m(Ai) + Σ max(0, s(Ai) - Σ s(R) - Σ s(Aj))     R: stays and overlaps Ai; Aj: goes, overlaps Ai, j < i
 *
 * Proof: manifests are distinct blobs that nothing else refers to. Of the other blobs of Ai count those that neither
 * a remaining R nor an earlier Aj has: no blob is counted twice, all of them go, and each R or Aj takes away at most
 * its own s. Note that one R covering all diffIDs in common is not enough to leave the other R out: it may store them
 * compressed in another way, while the other R has the very blobs of Ai.
 * - Exact when nothing overlaps: then the sum is the size of a disjoint union.
 * - An Ai with a larger overlapping manifest contributes m(Ai) only: that one either stays or comes earlier.
 * - Growing the selection moves an overlapping manifest from R to a (maybe earlier) Aj: no term shrinks. So the bound is
 *   monotone, and for disjoint selections the bound of the union reaches the sum of their bounds.
 *
 * With records in the build cache, or an image row that could not be read, any blob may stay: at least 0.
 */
export function contentReclaim(model: ReclaimModel): (selected: Uint8Array) => ReclaimPart {
  if (model.store === 'classic') return () => nothing;
  const index = contentIndex(model);
  const cacheDoubts: ReclaimDoubt[] = model.doubts.includes('build-cache') ? ['build-cache'] : [];
  const blanket = [...cacheDoubts, ...(index.hasUnreadable ? (['image-not-inspected'] as const) : [])];
  return (selected) => {
    const part = freedContent(index, goneManifests(index, selected));
    if (blanket.length === 0 || (part.bytes === 0 && part.doubts.size === 0)) return part;
    return { bytes: 0, doubts: new Set([...blanket, ...part.doubts]) };
  };
}

/** 1 for each manifest whose every image is selected. */
function goneManifests(index: ContentIndex, selected: Uint8Array): Uint8Array {
  const counts = new Int32Array(index.manifests.length);
  for (const [image, manifests] of index.ofImage.entries()) {
    if (selected[image] !== 1) continue;
    for (const manifest of manifests) counts[manifest] = (counts[manifest] ?? 0) + 1;
  }
  return Uint8Array.from(counts, (count, number) => (count > 0 && count === index.holders[number] ? 1 : 0));
}

function freedContent(index: ContentIndex, gone: Uint8Array): ReclaimPart {
  let bytes = 0;
  let isExact = true;
  for (const [number, manifest] of index.manifests.entries()) {
    if (gone[number] !== 1) continue;
    const overlaps = index.overlaps[number] ?? null;
    isExact &&= manifest.isExact && overlaps?.length === 0;
    bytes += manifest.ownBytes;
    if (overlaps !== null)
      bytes += Math.max(0, manifest.restAtLeast - stayingBytes(index, { overlaps, gone, manifest }));
  }
  return { bytes, doubts: new Set<ReclaimDoubt>(isExact ? [] : ['content-shared']) };
}

/** The most that overlapping manifests which stay can have of a manifest's blobs. */
function stayingBytes(
  index: ContentIndex,
  of: { overlaps: readonly number[]; gone: Uint8Array; manifest: IndexedManifest },
): number {
  let staying = 0;
  for (const other of of.overlaps) {
    if (of.gone[other] === 0) staying += index.manifests[other]?.restAtMost ?? 0;
    if (staying >= of.manifest.restAtLeast) return staying;
  }
  return staying;
}
