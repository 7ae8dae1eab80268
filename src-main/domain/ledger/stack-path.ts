import type { Ledger, LedgerImage } from './ledger.ts';

/** Nodes of one stack, bottom first. */
export function pathTo(top: number, parents: Int32Array): number[] {
  const path: number[] = [];
  for (let node = top; node >= 0; node = parents[node] ?? -1) path.push(node);
  return path.reverse();
}

/** Every node an image holds, each once, over all its stacks. */
export function nodesOf(ledger: Ledger, { stacks }: LedgerImage): Iterable<number> {
  const [only] = stacks;
  if (stacks.length === 1 && only !== undefined) return pathTo(only.top, ledger.parents);
  return new Set(stacks.flatMap(({ top }) => pathTo(top, ledger.parents)));
}
