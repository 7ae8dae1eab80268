import type { ChainId, DiffId, ImageId } from '../image/hashes.ts';
import type { HistoryEntry } from '../image/history-entry.ts';
import type { AlignedEntry, AlignedHistory, KnownLayers } from '../layer/align-history.ts';
import { alignHistory } from '../layer/align-history.ts';
import type { Sha256 } from '../layer/chain-id.ts';
import { chainIds } from '../layer/chain-id.ts';
import { stepKind } from '../layer/step-kind.ts';
import type { MaybeBytes } from '../unknown.ts';
import type { Ledger } from './ledger.ts';
import { pathTo } from './stack-path.ts';

/** An image's history, oldest step first, and which of its stacks it belongs to. */
export interface ImageHistory {
  readonly imageId: ImageId;
  readonly platform: string;
  readonly entries: readonly HistoryEntry[];
}

/** One step of an image beside the layer it made, if any. */
export interface AlignedStep {
  readonly entry: HistoryEntry;
  /** `layer`: made one. `metadata`: changed settings only. `ambiguous`: cannot be told. */
  readonly kind: 'layer' | 'metadata' | 'ambiguous';
  /** null when it made no layer, or when it cannot be told which. */
  readonly diffId: DiffId | null;
  readonly chainId: ChainId | null;
  readonly bytes: MaybeBytes;
  /** How many images hold the layer; 0 for a step that made none, or when it cannot be told which. */
  readonly heldByCount: number;
}

/**
 * Lays an image's history over its layers with all the ledger knows.
 * Unknown: when the history fits the layers in no way (or the stack is not on disk), a step with bytes is still a `layer`,
 *          though nobody knows which; the others are `metadata` where their instruction says so, else `ambiguous`.
 * Errors:  none.
 */
export function alignImage(ledger: Ledger, history: ImageHistory, sha256: Sha256): readonly AlignedStep[] {
  const path = findPath(ledger, history) ?? [];
  const diffIds = path.flatMap((node) => ledger.diffIds[ledger.diffs[node] ?? -1] ?? []);
  const aligned = alignWithFacts(ledger, history, { path, diffIds });
  const chain = chainIds(diffIds, sha256);
  return history.entries.map((entry, at): AlignedStep => {
    const { kind, slot } = aligned?.entries[at] ?? withoutStack(entry);
    const isMade = kind === 'layer' && slot !== null;
    return {
      entry,
      kind,
      diffId: isMade ? (diffIds[slot] ?? null) : null,
      chainId: isMade ? (chain[slot] ?? null) : null,
      bytes: entry.bytes,
      heldByCount: isMade ? (ledger.holders[path[slot] ?? -1] ?? 0) : 0,
    };
  });
}

/** null when there is nothing to lay it over, or no way to. */
function alignWithFacts(
  ledger: Ledger,
  history: ImageHistory,
  { path, diffIds }: { path: readonly number[]; diffIds: readonly DiffId[] },
): AlignedHistory | null {
  if (findPath(ledger, history) === null) return null;
  // On the containerd store the steps alone say which of them are layers.
  const facts = ledger.store === 'containerd' ? {} : factsOf(ledger, path);
  const aligned = alignHistory(history.entries, diffIds, { store: ledger.store, ...facts });
  return aligned.isPossible ? aligned : null;
}

/** The stack of the platform, null when it is not on disk; the only stack there is, when platforms are named differently. */
function findPath(ledger: Ledger, { imageId, platform }: ImageHistory): readonly number[] | null {
  const stacks = ledger.images.find(({ image }) => image.id === imageId)?.stacks ?? [];
  const stack =
    stacks.find((candidate) => candidate.platform === platform) ??
    (stacks.length === 1 ? stacks[0] : undefined);
  return stack === undefined ? null : pathTo(stack.top, ledger.parents);
}

function withoutStack(entry: HistoryEntry): AlignedEntry {
  const kind = stepKind(entry);
  return { kind: kind === 'either' ? 'ambiguous' : kind, slot: null };
}

function factsOf(ledger: Ledger, path: readonly number[]): Omit<KnownLayers, 'store'> {
  return {
    layerBytes: path.map((node) => fact(ledger.layerBytes[node])),
    prefixBytes: path.map((node) => fact(ledger.prefixBytes[node])),
  };
}

function fact(bytes: number | undefined): readonly number[] | null {
  return bytes === undefined || Number.isNaN(bytes) ? null : [bytes];
}
