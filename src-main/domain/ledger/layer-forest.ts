import type { DiffId } from '../image/hashes.ts';

/** Stacks of layers as one forest: what stacks have in common from the bottom up is there once. */
export interface LayerForest {
  readonly nodeCount: number;
  /** A parent has a smaller index than its children; -1 is below the bottom. */
  readonly parents: Int32Array;
  readonly depths: Int32Array;
  readonly diffs: Int32Array;
  readonly diffIds: readonly DiffId[];
  /** Topmost node of each stack; -1 for a stack without layers. */
  readonly tops: Int32Array;
}

/**
 * Grows the forest of stacks. A node is found by (parent node, diffID), which says the same as a chainID without computing
 * any digest.
 */
export function growForest(stacks: readonly (readonly DiffId[])[]): LayerForest {
  let layerCount = 0;
  for (const stack of stacks) layerCount += stack.length;
  const nodes = new NodeTable(layerCount);
  const tops = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack += 1) {
    const diffIds = stacks[stack] ?? [];
    let node = -1;
    for (let slot = 0; slot < diffIds.length; slot += 1) {
      const diffId = diffIds[slot];
      if (diffId !== undefined) node = nodes.findOrAdd(node, diffId);
    }
    tops[stack] = node;
  }
  return { ...nodes.finish(), tops };
}

/**
 * Nodes by (parent, diffID), and diffIDs by text: open hash tables over flat arrays. A Map must hash each text as a whole
 * when it first meets it; the last digits of a digest are random enough, and the whole text is compared in the end.
 */
class NodeTable {
  readonly #parents: Int32Array;
  readonly #diffs: Int32Array;
  readonly #depths: Int32Array;
  readonly #hashes: Int32Array;
  readonly #diffIds: DiffId[] = [];
  /** Node index + 1 by hash of parent and diffID; 0 is free. */
  readonly #nodeSlots: Int32Array;
  /** DiffID number + 1 by hash of its text; 0 is free. */
  readonly #diffSlots: Int32Array;
  readonly #mask: number;
  #count = 0;

  constructor(capacity: number) {
    this.#parents = new Int32Array(capacity);
    this.#diffs = new Int32Array(capacity);
    this.#depths = new Int32Array(capacity);
    this.#hashes = new Int32Array(capacity);
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.#nodeSlots = new Int32Array(size);
    this.#diffSlots = new Int32Array(size);
    this.#mask = size - 1;
  }

  findOrAdd(parent: number, diffId: DiffId): number {
    const textHash = hashOfEnd(diffId);
    const hash = spread(textHash ^ Math.imul(parent + 1, 0x9e3779b1));
    let slot = hash & this.#mask;
    for (;;) {
      const node = (this.#nodeSlots[slot] ?? 0) - 1;
      if (node < 0) break;
      if (
        this.#hashes[node] === hash &&
        this.#parents[node] === parent &&
        this.#diffIds[this.#diffs[node] ?? 0] === diffId
      ) {
        return node;
      }
      slot = (slot + 1) & this.#mask;
    }
    const node = this.#count;
    this.#count += 1;
    this.#parents[node] = parent;
    this.#diffs[node] = this.#numberOf(diffId, textHash);
    this.#depths[node] = parent < 0 ? 1 : (this.#depths[parent] ?? 0) + 1;
    this.#hashes[node] = hash;
    this.#nodeSlots[slot] = node + 1;
    return node;
  }

  finish(): Omit<LayerForest, 'tops'> {
    const nodeCount = this.#count;
    return {
      nodeCount,
      parents: this.#parents.slice(0, nodeCount),
      depths: this.#depths.slice(0, nodeCount),
      diffs: this.#diffs.slice(0, nodeCount),
      diffIds: this.#diffIds,
    };
  }

  #numberOf(diffId: DiffId, textHash: number): number {
    let slot = spread(textHash) & this.#mask;
    for (;;) {
      const number = (this.#diffSlots[slot] ?? 0) - 1;
      if (number < 0) break;
      if (this.#diffIds[number] === diffId) return number;
      slot = (slot + 1) & this.#mask;
    }
    this.#diffSlots[slot] = this.#diffIds.push(diffId);
    return this.#diffIds.length - 1;
  }
}

/** Hash of the last eight characters: 32 random bits in a digest. */
function hashOfEnd(text: string): number {
  let hash = text.length;
  for (let at = Math.max(0, text.length - 8); at < text.length; at += 1) {
    hash = Math.imul(hash, 31) + text.charCodeAt(at);
  }
  return hash | 0;
}

/** Lets every bit of a hash count in its low bits (the finaliser of MurmurHash3, shortened). */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
