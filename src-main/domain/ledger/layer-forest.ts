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

// Numbers of a node lie side by side, so that finding it touches one place in memory.
const stride = 4;
const [hashAt, parentAt, diffAt, depthAt] = [0, 1, 2, 3];

/**
 * Nodes by (parent, diffID), and diffIDs by text: open hash tables over flat arrays. A Map must hash each text as a whole
 * when it first meets it; the last digits of a digest are random enough, and the whole text is compared in the end.
 */
class NodeTable {
  readonly #nodes: Int32Array;
  readonly #diffIds: DiffId[] = [];
  /** Node index + 1 by hash of parent and diffID; 0 is free. */
  readonly #nodeSlots: Int32Array;
  /** DiffID number + 1 by hash of its text; 0 is free. */
  readonly #diffSlots: Int32Array;
  readonly #mask: number;
  #count = 0;

  constructor(capacity: number) {
    this.#nodes = new Int32Array(capacity * stride);
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.#nodeSlots = new Int32Array(size);
    this.#diffSlots = new Int32Array(size);
    this.#mask = size - 1;
  }

  findOrAdd(parent: number, diffId: DiffId): number {
    const nodes = this.#nodes;
    const textHash = hashOfEnd(diffId);
    const hash = spread(textHash ^ Math.imul(parent + 1, 0x9e3779b1));
    let slot = hash & this.#mask;
    for (;;) {
      const node = (this.#nodeSlots[slot] ?? 0) - 1;
      if (node < 0) return this.#add({ parent, diffId, textHash, hash, slot });
      const at = node * stride;
      const isLikely = nodes[at + hashAt] === hash && nodes[at + parentAt] === parent;
      if (isLikely && this.#diffIds[nodes[at + diffAt] ?? 0] === diffId) return node;
      slot = (slot + 1) & this.#mask;
    }
  }

  finish(): Omit<LayerForest, 'tops'> {
    const nodeCount = this.#count;
    const [parents, depths, diffs] = [this.#column(parentAt), this.#column(depthAt), this.#column(diffAt)];
    return { nodeCount, parents, depths, diffs, diffIds: this.#diffIds };
  }

  #add(of: { parent: number; diffId: DiffId; textHash: number; hash: number; slot: number }): number {
    const node = this.#count;
    const at = node * stride;
    this.#count += 1;
    this.#nodes[at + hashAt] = of.hash;
    this.#nodes[at + parentAt] = of.parent;
    this.#nodes[at + diffAt] = this.#numberOf(of.diffId, of.textHash);
    this.#nodes[at + depthAt] = of.parent < 0 ? 1 : (this.#nodes[of.parent * stride + depthAt] ?? 0) + 1;
    this.#nodeSlots[of.slot] = node + 1;
    return node;
  }

  #column(offset: number): Int32Array {
    const column = new Int32Array(this.#count);
    for (let node = 0; node < column.length; node += 1)
      column[node] = this.#nodes[node * stride + offset] ?? 0;
    return column;
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
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  }
  return hash;
}

/** Lets every bit of a hash count in its low bits (the finaliser of MurmurHash3, shortened). */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
