import type { MaybeBytes } from '../unknown.ts';
import { addBytes, isKnown, unknown } from '../unknown.ts';
import { criticalEdges } from './critical-edges.ts';
import { imageContent } from './image-content.ts';
import type { Ledger } from './ledger.ts';

/** Sums over an engine. */
export interface LedgerSums {
  readonly imageCount: number;
  readonly layerCount: number;
  /** Every layer once. On the classic store the engine's own `LayersSize`. */
  readonly layerBytes: MaybeBytes;
  /** Content blobs, each once; unknown where two manifests may have blobs in common; 0 on the classic store. */
  readonly contentBytes: MaybeBytes;
  /** Layers that more than one image holds, each once. */
  readonly sharedBytes: MaybeBytes;
  /** Whether the bytes of every layer are known and every image was inspected. */
  readonly isComplete: boolean;
}

/** Adds up a ledger. One unknown part makes its sum unknown. */
export function ledgerSums(ledger: Ledger): LedgerSums {
  const edges = criticalEdges(ledger);
  let all = 0;
  let shared = 0;
  for (let edge = 0; edge < edges.nodes.length; edge += 1) {
    const bytes = edges.bytes[edge] ?? Number.NaN;
    all += bytes;
    if ((ledger.holders[edges.nodes[edge] ?? 0] ?? 0) > 1) shared += bytes;
  }
  return {
    imageCount: ledger.images.length,
    layerCount: ledger.nodeCount,
    layerBytes: toSum(ledger, all),
    contentBytes: ledger.store === 'classic' ? 0 : contentBytes(ledger),
    sharedBytes: toSum(ledger, shared),
    isComplete: !ledger.hasUnseenImages && ledger.layerBytes.every((bytes) => !Number.isNaN(bytes)),
  };
}

function toSum(ledger: Ledger, bytes: number): MaybeBytes {
  return ledger.hasUnseenImages || Number.isNaN(bytes) ? unknown : bytes;
}

/** The sum over distinct manifests, when no two of them can have a blob in common. */
function contentBytes(ledger: Ledger): MaybeBytes {
  if (ledger.hasUnseenImages) return unknown;
  const numbers = new Map<string, number>();
  const manifests = new Map(
    ledger.images
      .flatMap(({ image }) => imageContent(image, numbers))
      .map((content) => [content.digest, content]),
  );
  const seen = new Set<number>();
  let sum: MaybeBytes = 0;
  for (const { layers, contentBytes: bytes, distinctBytes } of manifests.values()) {
    if (layers === null || distinctBytes !== undefined || layers.some((layer) => seen.has(layer)))
      return unknown;
    for (const layer of layers) seen.add(layer);
    sum = addBytes(sum, bytes);
    if (!isKnown(sum)) return unknown;
  }
  return sum;
}
