import type { ChainId, DiffId } from '../../domain/image/hashes.ts';
import { toChainId } from '../../domain/image/hashes.ts';
import { digestOf } from './digests.ts';
import type { LayerSpec } from './image-spec.ts';
import { LayerBlobs } from './layer-blobs.ts';

/** A layer on disk: one diffID on one stack of layers. Compared by identity. */
export interface LayerNode {
  readonly chainId: ChainId;
  readonly diffId: DiffId;
  /** Bytes as this store counts them. */
  readonly bytes: number;
}

/** A stack of layers, base first. */
export type LayerNodes = readonly LayerNode[];

interface NodeCounts {
  images: number;
  /** Images, containers and build cache records that keep it on disk. */
  holders: number;
}

/** All layers an engine ever had, as a forest of chains. Gone layers stay as nodes that nobody holds. */
export class LayerForest {
  /** Their content, for digests and archives. */
  readonly blobs = new LayerBlobs();
  /** By the node below (null at the bottom) and by diffID. */
  readonly #above = new Map<LayerNode | null, Map<DiffId, LayerNode>>();
  readonly #counts = new Map<LayerNode, NodeCounts>();
  readonly #measure: (logicalBytes: number) => number;

  /** `measure` says how this store counts a layer of so many logical bytes. */
  constructor(measure: (logicalBytes: number) => number) {
    this.#measure = measure;
  }

  /** The nodes of a stack, base first; made when they are new. */
  stack(layers: readonly LayerSpec[]): LayerNodes {
    let below: LayerNode | null = null;
    const nodes: LayerNode[] = [];
    for (const layer of layers) nodes.push((below = this.#nodeOn(below, layer)));
    return nodes;
  }

  /** An image stands on these layers now; `holds` is false where the store keeps no hold for it. */
  attach(nodes: LayerNodes, holds: boolean): void {
    for (const node of nodes) this.#countsOf(node).images += 1;
    if (holds) this.hold(nodes);
  }

  /** An image went. Returns the chains nobody holds any longer, top first. */
  detach(nodes: LayerNodes, holds: boolean): readonly ChainId[] {
    for (const node of nodes) this.#countsOf(node).images -= 1;
    return holds ? this.release(nodes) : [];
  }

  /** An image, a container or a cache record keeps these layers. */
  hold(nodes: LayerNodes): void {
    for (const node of nodes) this.#countsOf(node).holders += 1;
  }

  /** The opposite of `hold`. Returns the chains nobody holds any longer, top first. */
  release(nodes: LayerNodes): readonly ChainId[] {
    const gone: ChainId[] = [];
    for (const node of nodes.toReversed()) {
      const counts = this.#countsOf(node);
      counts.holders -= 1;
      if (counts.holders === 0) gone.push(node.chainId);
    }
    return gone;
  }

  /** Whether every layer of the stack is on disk; holders hold whole stacks, so the top decides. */
  isOnDisk(nodes: LayerNodes): boolean {
    const top = nodes.at(-1);
    return top === undefined || this.#countsOf(top).holders > 0;
  }

  /** Whether an image stands on this layer. */
  isInImage(node: LayerNode): boolean {
    return this.#countsOf(node).images > 0;
  }

  /** Bytes of the layers that several images stand on: the engines' SharedSize. */
  sharedBytes(nodes: LayerNodes): number {
    return sumBytes(nodes.filter((node) => this.#countsOf(node).images > 1));
  }

  /** Bytes of every layer of an image, or of every layer somebody keeps on disk; each once. */
  totalBytes(which: 'of-images' | 'on-disk'): number {
    let sum = 0;
    for (const [node, { images, holders }] of this.#counts) {
      if ((which === 'of-images' ? images : holders) > 0) sum += node.bytes;
    }
    return sum;
  }

  #nodeOn(below: LayerNode | null, layer: LayerSpec): LayerNode {
    const diffId = this.blobs.diffIdOf(layer);
    const siblings = this.#above.get(below) ?? new Map<DiffId, LayerNode>();
    this.#above.set(below, siblings);
    let node = siblings.get(diffId);
    if (node === undefined) {
      const chainId = toChainId(below === null ? diffId : digestOf(`${below.chainId} ${diffId}`));
      node = { chainId, diffId, bytes: this.#measure(layer.bytes) };
      siblings.set(diffId, node);
      this.#counts.set(node, { images: 0, holders: 0 });
    }
    return node;
  }

  #countsOf(node: LayerNode): NodeCounts {
    return this.#counts.get(node) ?? { images: 0, holders: 0 };
  }
}

/** Bytes of a stack of layers, each counted. */
export function sumBytes(nodes: LayerNodes): number {
  return nodes.reduce((sum, node) => sum + node.bytes, 0);
}
