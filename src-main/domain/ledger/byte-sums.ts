import type { StoreKind } from '../image/engine-snapshot.ts';
import { emptyDiffId } from '../layer/empty-layer.ts';
import type { LayerForest } from './layer-forest.ts';

/** How sure a fact is; of two that contradict each other the less sure one is dropped, and both when they are equal. */
const nobodySays = 0;
const engineSizes = 1;
const engineShares = 2;

/**
 * Solves the bytes of layers from sums: what is known of a layer and all below it (P), and what follows.
 * - P(layer) - P(parent) is the layer's own size, and the other way round.
 * - On the classic store a diffID has the same size wherever it stands.
 * - Sizes are never negative: between two equal sums every layer is empty.
 */
export class ByteSums {
  readonly #forest: LayerForest;
  readonly #store: StoreKind;
  /** By node; NaN is unknown. */
  readonly prefix: Float64Array;
  readonly layer: Float64Array;
  /** By diffID number, classic store only; NaN is unknown. */
  readonly #diff: Float64Array;
  /** DiffIDs for which facts disagree: their size is not carried anywhere. */
  readonly #unsteady: Uint8Array;
  readonly #rank: Uint8Array;

  constructor(forest: LayerForest, store: StoreKind) {
    this.#forest = forest;
    this.#store = store;
    this.prefix = new Float64Array(forest.nodeCount).fill(Number.NaN);
    this.layer = new Float64Array(forest.nodeCount).fill(Number.NaN);
    this.#diff = new Float64Array(forest.diffIds.length).fill(Number.NaN);
    this.#unsteady = new Uint8Array(forest.diffIds.length);
    this.#rank = new Uint8Array(forest.nodeCount);
    const empty = store === 'classic' ? forest.diffIds.indexOf(emptyDiffId) : -1;
    if (empty >= 0) this.#diff[empty] = 0;
  }

  copy(): ByteSums {
    const copy = new ByteSums(this.#forest, this.#store);
    copy.prefix.set(this.prefix);
    copy.layer.set(this.layer);
    copy.#diff.set(this.#diff);
    copy.#unsteady.set(this.#unsteady);
    copy.#rank.set(this.#rank);
    return copy;
  }

  /** The size of an image whose stack ends at a node. */
  tellSize(node: number, bytes: number): void {
    this.#tell(node, bytes, engineSizes);
  }

  /** The bytes an image shares, where the deepest layer it shares is a node. */
  tellShared(node: number, bytes: number): void {
    this.#tell(node, bytes, engineShares);
  }

  /** Whether the size of an image that ends at a node says otherwise. */
  contradictsSize(node: number, bytes: number): boolean {
    return this.#rank[node] === engineSizes && this.prefix[node] !== bytes;
  }

  /** Drops what contradicts itself, once all sizes and shares are told: sums never shrink from the bottom up. */
  dropContradictions(): void {
    while (this.#dropOnce());
  }

  /** A sum that follows from a history. Says whether it was new; one that is known stays. */
  learnPrefix(node: number, bytes: number): boolean {
    if (!isUnknown(this.prefix[node])) return false;
    this.prefix[node] = bytes;
    return true;
  }

  /** A size that follows from a history. Says whether it was new; one that is known stays. */
  learnLayer(node: number, bytes: number): boolean {
    if (!isUnknown(this.layer[node])) return false;
    this.layer[node] = bytes;
    this.#learnDiff(node, bytes);
    return true;
  }

  /** Draws every conclusion. Says whether there was any. */
  settle(): boolean {
    let hasNews = false;
    for (;;) {
      const squeezed = this.#squeeze();
      const sized = this.#sizeLayers();
      const summed = this.#sumUp();
      if (!squeezed && !sized && !summed) return hasNews;
      hasNews = true;
    }
  }

  #tell(node: number, bytes: number, rank: number): void {
    if (node < 0) return;
    const current = this.#rank[node] ?? nobodySays;
    if (current === nobodySays) {
      this.prefix[node] = bytes;
      this.#rank[node] = rank;
    } else if (current === rank && this.prefix[node] !== bytes) this.prefix[node] = Number.NaN;
  }

  #dropOnce(): boolean {
    const { nodeCount, parents } = this.#forest;
    const knownBelow = new Int32Array(nodeCount);
    let hasDropped = false;
    for (let node = 0; node < nodeCount; node += 1) {
      const parent = parents[node] ?? -1;
      const below = parent < 0 ? -1 : (knownBelow[parent] ?? -1);
      const isHere = !isUnknown(this.prefix[node]);
      knownBelow[node] = isHere ? node : below;
      if (!isHere || below < 0 || (this.prefix[node] ?? 0) >= (this.prefix[below] ?? 0)) continue;
      const rank = this.#rank[node] ?? nobodySays;
      const rankBelow = this.#rank[below] ?? nobodySays;
      if (rank >= rankBelow) this.prefix[node] = Number.NaN;
      if (rankBelow >= rank) this.prefix[below] = Number.NaN;
      hasDropped = true;
    }
    return hasDropped;
  }

  /** Fills in the sums between two equal ones. */
  #squeeze(): boolean {
    const { nodeCount, parents } = this.#forest;
    const least = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
    for (let node = nodeCount - 1; node >= 0; node -= 1) {
      const own = this.prefix[node] ?? Number.NaN;
      const value = isUnknown(own) ? (least[node] ?? 0) : own;
      least[node] = value;
      const parent = parents[node] ?? -1;
      if (parent >= 0 && value < (least[parent] ?? 0)) least[parent] = value;
    }
    const greatest = new Float64Array(nodeCount);
    let hasNews = false;
    for (let node = 0; node < nodeCount; node += 1) {
      const parent = parents[node] ?? -1;
      const below = parent < 0 ? 0 : (greatest[parent] ?? 0);
      if (isUnknown(this.prefix[node])) {
        if (least[node] === below) {
          this.prefix[node] = below;
          hasNews = true;
        }
        greatest[node] = below;
      } else greatest[node] = this.prefix[node] ?? below;
    }
    return hasNews;
  }

  /** Sizes of layers from the sums around them, and from the same diffID elsewhere. */
  #sizeLayers(): boolean {
    const { nodeCount, parents, diffs } = this.#forest;
    let hasNews = false;
    for (let node = 0; node < nodeCount; node += 1) {
      const size = (this.prefix[node] ?? 0) - this.#below(parents[node] ?? -1);
      if (isUnknown(size) || size < 0) continue;
      if (this.learnLayer(node, size)) hasNews = true;
      else if (this.layer[node] !== size) this.#unsteady[diffs[node] ?? 0] = 1;
    }
    if (this.#store === 'containerd') return hasNews;
    for (let node = 0; node < nodeCount; node += 1) {
      const diff = diffs[node] ?? 0;
      if (!isUnknown(this.layer[node]) || this.#unsteady[diff] === 1) continue;
      const size = this.#diff[diff] ?? Number.NaN;
      if (isUnknown(size)) continue;
      this.layer[node] = size;
      hasNews = true;
    }
    return hasNews;
  }

  /** Sums from sizes: upwards from the bottom first, then down from what is known above. */
  #sumUp(): boolean {
    const { nodeCount, parents } = this.#forest;
    let hasNews = false;
    for (let node = 0; node < nodeCount; node += 1) {
      if (!isUnknown(this.prefix[node])) continue;
      const sum = this.#below(parents[node] ?? -1) + (this.layer[node] ?? Number.NaN);
      if (isUnknown(sum)) continue;
      this.prefix[node] = sum;
      hasNews = true;
    }
    for (let node = nodeCount - 1; node >= 0; node -= 1) {
      const parent = parents[node] ?? -1;
      if (parent < 0 || !isUnknown(this.prefix[parent])) continue;
      const rest = (this.prefix[node] ?? Number.NaN) - (this.layer[node] ?? Number.NaN);
      if (isUnknown(rest) || rest < 0) continue;
      this.prefix[parent] = rest;
      hasNews = true;
    }
    return hasNews;
  }

  #below(parent: number): number {
    return parent < 0 ? 0 : (this.prefix[parent] ?? Number.NaN);
  }

  #learnDiff(node: number, bytes: number): void {
    if (this.#store === 'containerd') return;
    const diff = this.#forest.diffs[node] ?? 0;
    const known = this.#diff[diff] ?? Number.NaN;
    if (isUnknown(known)) this.#diff[diff] = bytes;
    else if (known !== bytes) this.#unsteady[diff] = 1;
  }
}

function isUnknown(bytes: number | undefined): boolean {
  return bytes === undefined || Number.isNaN(bytes);
}
