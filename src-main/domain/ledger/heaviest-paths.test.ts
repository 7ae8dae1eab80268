import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { heaviestPaths } from './heaviest-paths.ts';

/** A forest of a few nodes: each one's parent is an earlier node or the bottom. */
const arbitraryForest = fc
  .array(fc.record({ parent: fc.nat(100), weight: fc.nat(9) }), { maxLength: 8 })
  .map((nodes) => ({
    parents: Int32Array.from(nodes, ({ parent }, number) => (parent % (number + 1)) - 1),
    weights: Float64Array.from(nodes, ({ weight }) => weight),
  }));

/** Tries every choice of path ends. */
function bruteForce(parents: Int32Array, weights: Float64Array, count: number): number {
  let best = 0;
  const visit = (from: number, left: number, held: ReadonlySet<number>): void => {
    best = Math.max(
      best,
      [...held].reduce((sum, node) => sum + (weights[node] ?? 0), 0),
    );
    if (left === 0) return;
    for (let end = from; end < parents.length; end += 1) {
      const more = new Set(held);
      for (let node = end; node >= 0; node = parents[node] ?? -1) more.add(node);
      visit(end + 1, left - 1, more);
    }
  };
  visit(0, count, new Set());
  return best;
}

describe('heaviestPaths', () => {
  it('finds what trying everything finds', () => {
    fc.assert(
      fc.property(arbitraryForest, fc.nat(4), ({ parents, weights }, count) => {
        expect(heaviestPaths(parents, weights, count)).toBe(bruteForce(parents, weights, count));
      }),
      { numRuns: 300 },
    );
  });

  it('counts what two paths have in common once', () => {
    expect(heaviestPaths(Int32Array.of(-1, 0, 0, 0), Float64Array.of(100, 1, 2, 3), 2)).toBe(105);
  });
});
