import type { ChainId, DiffId, ImageId } from '../image/hashes.ts';
import type { Sha256 } from '../layer/chain-id.ts';
import { chainIdOver } from '../layer/chain-id.ts';
import type { MaybeBytes } from '../unknown.ts';
import { unknown } from '../unknown.ts';
import type { Ledger } from './ledger.ts';
import { nodesOf } from './stack-path.ts';

/** One layer on disk. */
export interface LedgerLayer {
  readonly chainId: ChainId;
  readonly diffId: DiffId;
  /** null at the bottom of a stack. */
  readonly parentChainId: ChainId | null;
  readonly bytes: MaybeBytes;
  /** Images that hold it, sorted. */
  readonly images: readonly ImageId[];
  /** How many times the same diffID is on disk, each time over another parent: 1 when only here. */
  readonly storedTimes: number;
  /** The instruction that made it; empty when histories were not read or disagree. */
  readonly createdBy: string;
}

/** Every layer once, a parent before its children. */
export function listLayers(ledger: Ledger, sha256: Sha256): readonly LedgerLayer[] {
  const chains = chainsOf(ledger, sha256);
  const holders = holdersOf(ledger);
  const timesStored = new Int32Array(ledger.diffIds.length);
  for (const diff of ledger.diffs) timesStored[diff] = (timesStored[diff] ?? 0) + 1;
  return chains.map((chainId, node): LedgerLayer => {
    const parent = ledger.parents[node] ?? -1;
    const diff = ledger.diffs[node] ?? 0;
    const bytes = ledger.layerBytes[node] ?? Number.NaN;
    return {
      chainId,
      diffId: diffIdOf(ledger, node),
      parentChainId: parent < 0 ? null : (chains[parent] ?? null),
      bytes: Number.isNaN(bytes) ? unknown : bytes,
      images: holders[node] ?? [],
      storedTimes: timesStored[diff] ?? 1,
      createdBy: ledger.instructions.get(node) ?? '',
    };
  });
}

function chainsOf(ledger: Ledger, sha256: Sha256): readonly ChainId[] {
  const chains: ChainId[] = [];
  for (let node = 0; node < ledger.nodeCount; node += 1) {
    const below = chains[ledger.parents[node] ?? -1] ?? null;
    chains.push(chainIdOver(below, diffIdOf(ledger, node), sha256));
  }
  return chains;
}

/** DiffID of a node of the ledger. */
function diffIdOf(ledger: Ledger, node: number): DiffId {
  const diffId = ledger.diffIds[ledger.diffs[node] ?? -1];
  if (diffId === undefined) throw new RangeError(`the ledger has no node ${node}`);
  return diffId;
}

function holdersOf(ledger: Ledger): readonly (readonly ImageId[])[] {
  const holders: ImageId[][] = Array.from({ length: ledger.nodeCount }, () => []);
  const byId = ledger.images.toSorted((a, b) => (a.image.id < b.image.id ? -1 : 1));
  for (const entry of byId) for (const node of nodesOf(ledger, entry)) holders[node]?.push(entry.image.id);
  return holders;
}
