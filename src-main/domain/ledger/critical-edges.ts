import { edgeFloors } from './edge-floors.ts';
import type { Ledger } from './ledger.ts';

/**
 * The ledger's forest reduced to where the set of holders changes: at nodes where a stack ends or several stacks part.
 * An edge is a run of layers up to such a node, held by the same images throughout.
 */
export interface CriticalEdges {
  /** Topmost node of each edge. A parent edge has a smaller index than its children. */
  readonly nodes: Int32Array;
  /** -1 is below the bottom. */
  readonly parents: Int32Array;
  /** NaN is unknown. */
  readonly bytes: Float64Array;
  /** What an edge counts for in a lower bound: its bytes, or less where they are unknown. See `edgeFloors`. */
  readonly floors: Float64Array;
  /** Edge that ends at a node; -1 for all other nodes. */
  readonly edgeOfNode: Int32Array;
}

/** Finds the edges of a ledger and their bytes. */
export function criticalEdges(ledger: Ledger): CriticalEdges {
  const { nodeCount, parents: nodeParents } = ledger;
  const isCritical = criticalNodes(ledger);
  const edgeOfNode = new Int32Array(nodeCount).fill(-1);
  const nodes: number[] = [];
  for (let node = 0; node < nodeCount; node += 1) {
    if (isCritical[node] === 1) edgeOfNode[node] = nodes.push(node) - 1;
  }
  const parents = new Int32Array(nodes.length);
  const bytes = new Float64Array(nodes.length);
  for (const [edge, node] of nodes.entries()) {
    let below = nodeParents[node] ?? -1;
    let layerSum = ledger.layerBytes[node] ?? Number.NaN;
    while (below >= 0 && isCritical[below] === 0) {
      layerSum += ledger.layerBytes[below] ?? Number.NaN;
      below = nodeParents[below] ?? -1;
    }
    parents[edge] = below < 0 ? -1 : (edgeOfNode[below] ?? -1);
    bytes[edge] = edgeBytes(prefixOf(ledger, node) - prefixOf(ledger, below), layerSum);
  }
  const floors = edgeFloors({
    parents,
    bytes,
    sums: Float64Array.from(nodes, (node) => prefixOf(ledger, node)),
  });
  return { nodes: Int32Array.from(nodes), parents, bytes, floors, edgeOfNode };
}

/** The difference of the sums around an edge, or else the sum of its layers. Never negative: that would be a false fact. */
function edgeBytes(difference: number, layerSum: number): number {
  if (difference >= 0) return difference;
  return Number.isNaN(difference) ? layerSum : Number.NaN;
}

function prefixOf(ledger: Ledger, node: number): number {
  return node < 0 ? 0 : (ledger.prefixBytes[node] ?? Number.NaN);
}

function criticalNodes(ledger: Ledger): Uint8Array {
  const isCritical = new Uint8Array(ledger.nodeCount);
  const childCounts = new Int32Array(ledger.nodeCount);
  for (const parent of ledger.parents) if (parent >= 0) childCounts[parent] = (childCounts[parent] ?? 0) + 1;
  for (let node = 0; node < ledger.nodeCount; node += 1) if (childCounts[node] !== 1) isCritical[node] = 1;
  for (const { stacks } of ledger.images) for (const { top } of stacks) if (top >= 0) isCritical[top] = 1;
  return isCritical;
}
