import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { MaybeBytes } from '../unknown.ts';
import { addBytes, isKnown, subtractBytes, unknown } from '../unknown.ts';
import type { CriticalEdges } from './critical-edges.ts';
import { criticalEdges } from './critical-edges.ts';
import type { Ledger, LedgerImage } from './ledger.ts';
import { stackSharedBytes } from './ledger-stacks.ts';

/**
 * What an image costs.
 * Unit:    unpacked bytes on the engine's disk; `contentBytes` are bytes as transferred.
 */
export interface ImageSizes {
  /** All its layers, over all unpacked platforms, each once. */
  readonly layerBytes: MaybeBytes;
  /** Those that another image holds too. Images with the same stack share all of it; intermediates count as images. */
  readonly sharedBytes: MaybeBytes;
  /** Those that no other image holds. */
  readonly exclusiveBytes: MaybeBytes;
  /** Content blobs of its manifests on the containerd store; 0 on the classic store. */
  readonly contentBytes: MaybeBytes;
}

/**
 * Sizes of every image.
 * Unknown: what neither follows from the ledger nor is told by the engine. While the layers of some image are not known,
 *          sharing is only what the engine itself tells.
 * Errors:  none.
 */
export function imageSizes(ledger: Ledger): ReadonlyMap<ImageId, ImageSizes> {
  const edges = criticalEdges(ledger);
  const sizes = new Map<ImageId, ImageSizes>();
  for (const entry of ledger.images) {
    sizes.set(entry.image.id, {
      ...(ledger.hasUnseenImages ? toldSizes(ledger, entry) : ownSizes(ledger, edges, entry)),
      contentBytes: ledger.store === 'classic' ? 0 : contentBytes(entry.image),
    });
  }
  return sizes;
}

type LayerSizes = Omit<ImageSizes, 'contentBytes'>;

function ownSizes(ledger: Ledger, edges: CriticalEdges, entry: LedgerImage): LayerSizes {
  let shared = 0;
  let exclusive = 0;
  for (const edge of edgesOf(edges, entry)) {
    const isShared = (ledger.holders[edges.nodes[edge] ?? 0] ?? 0) > 1;
    if (isShared) shared += edges.bytes[edge] ?? 0;
    else exclusive += edges.bytes[edge] ?? 0;
  }
  const sums = { sharedBytes: toMaybe(shared), exclusiveBytes: toMaybe(exclusive) };
  const layerBytes = stackSum(ledger, entry, addBytes(sums.sharedBytes, sums.exclusiveBytes));
  return {
    layerBytes,
    sharedBytes: isKnown(sums.sharedBytes)
      ? sums.sharedBytes
      : subtractBytes(layerBytes, sums.exclusiveBytes),
    exclusiveBytes: isKnown(sums.exclusiveBytes)
      ? sums.exclusiveBytes
      : subtractBytes(layerBytes, sums.sharedBytes),
  };
}

/** What the engine says, where the ledger cannot know who else holds a layer. */
function toldSizes(ledger: Ledger, entry: LedgerImage): LayerSizes {
  const { image } = entry;
  const sharedBytes = stackSharedBytes(image, ledger.store);
  const layerBytes = entry.isInspected
    ? stackSum(ledger, entry, unknown)
    : ledger.store === 'classic'
      ? image.bytes
      : unknown;
  return { layerBytes, sharedBytes, exclusiveBytes: subtractBytes(layerBytes, sharedBytes) };
}

/** The sum of one stack is known more often than all its layers are. */
function stackSum(ledger: Ledger, { stacks }: LedgerImage, otherwise: MaybeBytes): MaybeBytes {
  const [stack] = stacks;
  if (stacks.length > 1) return otherwise;
  if (stack === undefined || stack.top < 0) return 0;
  const sum = toMaybe(ledger.prefixBytes[stack.top] ?? Number.NaN);
  return isKnown(sum) ? sum : otherwise;
}

/** Every edge an image holds, each once. */
function edgesOf(edges: CriticalEdges, { stacks }: LedgerImage): Iterable<number> {
  const held = new Set<number>();
  for (const { top } of stacks) {
    let edge = top < 0 ? -1 : (edges.edgeOfNode[top] ?? -1);
    while (edge >= 0 && !held.has(edge)) {
      held.add(edge);
      edge = edges.parents[edge] ?? -1;
    }
  }
  return held;
}

function contentBytes(image: EngineImage): MaybeBytes {
  return image.manifests.reduce<MaybeBytes>((sum, manifest) => addBytes(sum, manifest.contentBytes), 0);
}

function toMaybe(bytes: number): MaybeBytes {
  return Number.isNaN(bytes) ? unknown : bytes;
}
