import type { ImageId } from '../image/hashes.ts';
import { historyKey } from './build-ledger.ts';
import type { CriticalEdges } from './critical-edges.ts';
import { criticalEdges } from './critical-edges.ts';
import type { Ledger } from './ledger.ts';

/** Which history is meant. `platform` is that of the stack, word for word. */
export interface HistoryChoice {
  readonly imageId: ImageId;
  readonly platform: string;
}

/** A stack that can be asked for, and where it ends. */
interface Candidate extends HistoryChoice {
  readonly key: string;
  readonly top: number;
}

/** After this many histories through a layer left it open, more of them will not settle it (ENGINES §9). */
const enoughHistories = 6;

/**
 * The fewest histories that can settle every edge whose bytes are unknown, so that any removal can be told exactly: one
 * through each topmost undetermined sum, because all others on its path are solved along with it.
 * Shape:   ask again after building the ledger with the answers; empty when nothing more can be learned this way.
 *          Sorted by image ID, then platform.
 */
export function historiesForEdges(ledger: Ledger): readonly HistoryChoice[] {
  const edges = criticalEdges(ledger);
  return choose(ledger, openEdgeNodes(ledger, edges));
}

/**
 * The histories that can settle the bytes of every single layer: one for each end of a chain on which a layer is unknown.
 * Shape:   as `historiesForEdges`.
 */
export function historiesForLayers(ledger: Ledger): readonly HistoryChoice[] {
  const isOpen = new Uint8Array(ledger.nodeCount);
  for (let node = 0; node < ledger.nodeCount; node += 1) {
    if (Number.isNaN(ledger.layerBytes[node] ?? Number.NaN)) isOpen[node] = 1;
  }
  return choose(ledger, isOpen);
}

/**
 * The histories that say which instruction made each layer: one for each end of a chain that was not read yet. More than
 * sizes need, so only for a screen that shows instructions.
 * Shape:   as `historiesForEdges`.
 */
export function historiesForInstructions(ledger: Ledger): readonly HistoryChoice[] {
  const isOpen = new Uint8Array(ledger.nodeCount);
  for (let node = 0; node < ledger.nodeCount; node += 1) if (!ledger.instructions.has(node)) isOpen[node] = 1;
  return choose(ledger, isOpen);
}

/** Nodes at which an unknown sum leaves an edge below or above them unknown. */
function openEdgeNodes(ledger: Ledger, edges: CriticalEdges): Uint8Array {
  const isOpen = new Uint8Array(ledger.nodeCount);
  for (let edge = 0; edge < edges.nodes.length; edge += 1) {
    if (!Number.isNaN(edges.bytes[edge] ?? Number.NaN)) continue;
    for (const end of [edge, edges.parents[edge] ?? -1]) {
      const node = end < 0 ? -1 : (edges.nodes[end] ?? -1);
      if (node >= 0 && Number.isNaN(ledger.prefixBytes[node] ?? Number.NaN)) isOpen[node] = 1;
    }
  }
  return isOpen;
}

/** One history through each open node that has no open node above it: the fewest that pass them all. */
function choose(ledger: Ledger, isOpen: Uint8Array): readonly HistoryChoice[] {
  const { nodeCount, parents } = ledger;
  const best = shortestCandidates(ledger);
  const passed = new Uint8Array(nodeCount);
  const chosen = new Map<string, Candidate>();
  for (let node = nodeCount - 1; node >= 0; node -= 1) {
    const candidate = best.candidates[node];
    if (passed[node] === 0 && isOpen[node] === 1 && candidate && (best.read[node] ?? 0) < enoughHistories) {
      chosen.set(candidate.key, candidate);
      passed[node] = 1;
    }
    const parent = parents[node] ?? -1;
    if (passed[node] === 1 && parent >= 0) passed[parent] = 1;
  }
  return [...chosen.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ imageId, platform }) => ({ imageId, platform }));
}

/** For each node the unread stack through it that ends soonest, and how many through it were read. */
function shortestCandidates(ledger: Ledger): { candidates: (Candidate | undefined)[]; read: Int32Array } {
  const { nodeCount, parents } = ledger;
  const candidates: (Candidate | undefined)[] = new Array<Candidate | undefined>(nodeCount);
  const read = new Int32Array(nodeCount);
  for (const { image, stacks } of ledger.images) {
    for (const { platform, top } of stacks) {
      if (top < 0) continue;
      const key = historyKey(image.id, platform);
      if (ledger.historiesRead.has(key)) read[top] = (read[top] ?? 0) + 1;
      else candidates[top] = better(ledger, candidates[top], { imageId: image.id, platform, key, top });
    }
  }
  for (let node = nodeCount - 1; node >= 0; node -= 1) {
    const parent = parents[node] ?? -1;
    if (parent < 0) continue;
    read[parent] = (read[parent] ?? 0) + (read[node] ?? 0);
    candidates[parent] = better(ledger, candidates[parent], candidates[node]);
  }
  return { candidates, read };
}

function better(ledger: Ledger, a: Candidate | undefined, b: Candidate | undefined): Candidate | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const difference = (ledger.depths[a.top] ?? 0) - (ledger.depths[b.top] ?? 0);
  if (difference !== 0) return difference < 0 ? a : b;
  return a.key < b.key ? a : b;
}
