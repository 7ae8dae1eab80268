/**
 * The greatest weight that `count` paths from the bottom of a forest can cover together, an edge counted once.
 * Shape:   a parent has a smaller index than its children; -1 is the bottom; weights are ≥ 0.
 * Proof:   cut the forest into chains, each following the heaviest way up. Any `count` paths cover at most as much as
 *          the `count` heaviest chains (taking a lighter way up at a fork never beats the heavier one it leaves free),
 *          and the paths through the tops of these chains cover exactly them.
 */
export function heaviestPaths(parents: Int32Array, weights: Float64Array, count: number): number {
  const chains = chainWeights(parents, weights);
  if (count >= chains.length) return sum(chains, 0);
  return sum(chains.sort(), chains.length - count);
}

/** Weights of the chains of the cut, in no particular order. */
function chainWeights(parents: Int32Array, weights: Float64Array): Float64Array {
  const upward = Float64Array.from(weights);
  const heaviestChild = new Float64Array(weights.length);
  const chains: number[] = [];
  for (let edge = parents.length - 1; edge >= 0; edge -= 1) {
    const weight = (upward[edge] ?? 0) + (heaviestChild[edge] ?? 0);
    const parent = parents[edge] ?? -1;
    if (parent < 0) chains.push(weight);
    else {
      // The lighter one of the two is no longer continued downwards: its chain ends here.
      const rival = heaviestChild[parent] ?? 0;
      chains.push(Math.min(rival, weight));
      heaviestChild[parent] = Math.max(rival, weight);
    }
  }
  return Float64Array.from(chains);
}

function sum(values: Float64Array, from: number): number {
  let total = 0;
  for (let index = from; index < values.length; index += 1) total += values[index] ?? 0;
  return total;
}
