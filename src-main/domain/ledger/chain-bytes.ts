import type { ChainId, DiffId } from '../image/hashes.ts';
import { chainIdOver, type Sha256 } from '../layer/chain-id.ts';
import { unknown, type MaybeBytes } from '../unknown.ts';
import type { Ledger } from './ledger.ts';

/**
 * Bytes of layers that an engine names by chainID, as the replies of the classic store to a removal do.
 * Shape:   the ledger is read once; chains it does not hold, and chains named twice, are told apart: the first make the
 *          answer unknown, the second count once.
 * Unknown: a chain nobody has seen, or one whose bytes follow from nothing.
 * Source:  ENGINES §1.6, `Deleted` of `DELETE /images/{id}`.
 */
export function chainBytes(ledger: Ledger, sha256: Sha256): (chains: readonly ChainId[]) => MaybeBytes {
  let nodes: ReadonlyMap<ChainId, number> | null = null;
  return (chains) => {
    if (chains.length === 0) return 0;
    nodes ??= nodesByChain(ledger, sha256);
    const named = new Set<number>();
    for (const chain of chains) {
      const node = nodes.get(chain);
      if (node === undefined) return unknown;
      named.add(node);
    }
    return sumOf(ledger, named);
  };
}

/** Runs of layers are known as a whole even where single ones are not: each run from its top down, lower parts once. */
function sumOf({ parents, prefixBytes, layerBytes }: Ledger, named: ReadonlySet<number>): MaybeBytes {
  const counted = new Set<number>();
  let sum = 0;
  // A parent has a smaller index than its children, so that tops come first.
  for (const top of [...named].sort((a, b) => b - a)) {
    if (counted.has(top)) continue;
    let single = 0;
    let below = top;
    while (below >= 0 && named.has(below) && !counted.has(below)) {
      counted.add(below);
      single += layerBytes[below] ?? Number.NaN;
      below = parents[below] ?? -1;
    }
    const run = (prefixBytes[top] ?? Number.NaN) - (below < 0 ? 0 : (prefixBytes[below] ?? Number.NaN));
    sum += Number.isNaN(run) ? single : run;
  }
  return Number.isNaN(sum) ? unknown : sum;
}

function nodesByChain(ledger: Ledger, sha256: Sha256): ReadonlyMap<ChainId, number> {
  const chains: ChainId[] = [];
  const nodes = new Map<ChainId, number>();
  for (let node = 0; node < ledger.nodeCount; node += 1) {
    const diffId: DiffId | undefined = ledger.diffIds[ledger.diffs[node] ?? -1];
    if (diffId === undefined) throw new RangeError(`the ledger has no node ${node}`);
    const chain = chainIdOver(chains[ledger.parents[node] ?? -1] ?? null, diffId, sha256);
    chains.push(chain);
    nodes.set(chain, node);
  }
  return nodes;
}
