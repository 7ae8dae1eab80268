import type { BuildCacheTotals, EngineSnapshot } from '../image/engine-snapshot.ts';
import { toImageId } from '../image/hashes.ts';
import type { MaybeBytes, Unknown } from '../unknown.ts';
import { isKnown, subtractBytes, unknown } from '../unknown.ts';
import type { CriticalEdges } from './critical-edges.ts';
import { criticalEdges } from './critical-edges.ts';
import { imageContent } from './image-content.ts';
import type { Ledger, LedgerImage } from './ledger.ts';
import { isSkippedImage, stackSharedBytes } from './ledger-stacks.ts';
import type { ReclaimDoubt, ReclaimImage, ReclaimModel } from './reclaim-model.ts';
import { countUnseenStacks } from './unseen-stacks.ts';

/**
 * Reduces a ledger to plain data that answers what any set of images frees; see `reclaimCalculator`.
 * Unknown: everything that may hold layers out of sight is noted as a doubt, with a bound where there is one.
 */
export function buildReclaimModel(ledger: Ledger, snapshot: EngineSnapshot): ReclaimModel {
  const edges = criticalEdges(ledger);
  const numbers = new Map<string, number>();
  const own: OwnEdges = { next: edges.nodes.length, bytes: [] };
  const images = ledger.images.map((entry) => ({
    ...toReclaimImage(entry, { ledger, edges, own }),
    content: ledger.store === 'containerd' ? imageContent(entry.image, numbers) : [],
  }));
  const skippedImages = snapshot.skipped.filter(isSkippedImage).map(() => unreadableImage(ledger));
  const unseenStacks = countUnseenStacks(snapshot);
  const cache = cacheShares(snapshot.buildCache);
  const doubts: ReclaimDoubt[] = [];
  if (isHeldByCache(snapshot)) doubts.push('build-cache');
  if (skippedImages.length > 0 || ledger.images.some((entry) => !entry.isInspected))
    doubts.push('image-not-inspected');
  if (unseenStacks > 0) doubts.push('container-of-missing-image');
  return {
    store: ledger.store,
    edgeParents: [...edges.parents, ...own.bytes.map(() => -1)],
    edgeBytes: [...Array.from(edges.bytes, (bytes) => (Number.isNaN(bytes) ? unknown : bytes)), ...own.bytes],
    edgeFloors: [...edges.floors, ...own.bytes.map((bytes) => (isKnown(bytes) ? bytes : 0))],
    images: [...images, ...skippedImages],
    doubts,
    buildCacheSharedBytes: cache,
    unseenStacks,
  };
}

/** Edges that stand for what an image that was not inspected has alone. */
interface OwnEdges {
  next: number;
  readonly bytes: MaybeBytes[];
}

function toReclaimImage(
  { image, stacks, isInspected }: LedgerImage,
  parts: { ledger: Ledger; edges: CriticalEdges; own: OwnEdges },
): Omit<ReclaimImage, 'content'> {
  const { ledger, edges, own } = parts;
  const tops = stacks.filter(({ top }) => top >= 0).map(({ top }) => edges.edgeOfNode[top] ?? -1);
  if (isInspected) return { id: image.id, tops };
  const sharedBytes = stackSharedBytes(image, ledger.store);
  // The engine's word for the whole image: what it does not share is its own, wherever its layers stand.
  own.bytes.push(ledger.store === 'classic' ? subtractBytes(image.bytes, sharedBytes) : unknown);
  const notInspected = {
    sharedBytes: isKnown(sharedBytes) || ledger.store === 'containerd' ? sharedBytes : image.bytes,
  };
  return { id: image.id, tops: [...tops, own.next++], notInspected };
}

/** Stands for an image row that could not be read: it has no ID, so it is never selected, and it may hold anything. */
function unreadableImage(ledger: Ledger): ReclaimImage {
  const content = { digest: '', contentBytes: unknown, manifestBytes: unknown, layers: null } as const;
  return {
    id: toImageId(''),
    tops: [],
    content: ledger.store === 'containerd' ? [content] : [],
    notInspected: { sharedBytes: unknown },
  };
}

/** The most that records share with images: what they say, or else all they have. */
function cacheShares(cache: BuildCacheTotals | Unknown): MaybeBytes {
  if (!isKnown(cache)) return unknown;
  if (cache.recordCount === 0) return 0;
  return isKnown(cache.sharedBytes) ? cache.sharedBytes : cache.bytes;
}

/**
 * Classic: records share layers with images, and say how many bytes. Containerd: any record can hold content of images
 * built here, and none says how much. Source: ENGINES §3.1 and §3.3.
 */
function isHeldByCache(snapshot: EngineSnapshot): boolean {
  if (!isKnown(snapshot.buildCache) || snapshot.buildCache.recordCount === 0) return false;
  return snapshot.store === 'containerd' || cacheShares(snapshot.buildCache) !== 0;
}
