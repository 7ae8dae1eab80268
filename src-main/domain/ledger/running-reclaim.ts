import type { ImageId } from '../image/hashes.ts';
import { contentIndex, type ContentIndex } from './content-index.ts';
import { layerIndex, type LayerIndex } from './layer-index.ts';
import type { ReclaimModel } from './reclaim-model.ts';

/** What a step changed. */
export interface ReclaimStep {
  /** Bytes that came to what goes, or left it: layers and content together, before anything out of sight is taken off. */
  readonly bytes: number;
  /** Whether they are certain to the byte. */
  readonly isExact: boolean;
}

/**
 * The bytes of a selection that grows and shrinks image by image: each step costs the path of one image, not the whole
 * forest. `reclaimCalculator` gives the same number for the same selection; a property test holds the two equal.
 * Shape:   images by their number in the model; adding one that is in, or taking out one that is not, is a bug of the caller.
 * Unknown: what is out of sight may hold back `heldBytes` at most; infinite when nobody can say.
 */
export class RunningReclaim {
  readonly #layers: LayerIndex;
  readonly #content: ContentIndex;
  readonly #paths: readonly Int32Array[];
  readonly #gone: Int32Array;
  readonly #goneManifests: Int32Array;
  /** What overlapping manifests that stay may hold of each manifest that is not dominated; unknown ones are counted apart. */
  readonly #staying: Float64Array;
  readonly #stayingUnknown: Int32Array;
  /** For each manifest, those whose overlaps name it. */
  readonly #listedBy: readonly (readonly number[])[];
  readonly #hasContent: boolean;
  readonly #isStoreExact: boolean;
  #layerBytes = 0;
  #contentBytes = 0;

  constructor(model: ReclaimModel) {
    this.#layers = layerIndex(model);
    this.#content = contentIndex(model);
    this.#paths = model.images.map(({ tops }) => pathsOf(tops, this.#layers.parents));
    this.#gone = new Int32Array(this.#layers.parents.length);
    this.#goneManifests = new Int32Array(this.#content.manifests.length);
    this.#staying = new Float64Array(this.#content.manifests.length);
    this.#stayingUnknown = new Int32Array(this.#content.manifests.length);
    this.#listedBy = this.#listOverlaps();
    // With records in the build cache, or a row that could not be read, any blob may stay: see `contentReclaim`.
    this.#hasContent = !model.doubts.includes('build-cache') && !this.#content.hasUnreadable;
    this.#isStoreExact = model.store === 'classic' || this.#hasContent;
  }

  /** Bytes that are sure to come free for this selection, when nothing but `heldBytes` is out of sight. */
  get bytes(): number {
    const content = this.#hasContent ? this.#contentBytes : 0;
    return Math.max(0, this.#layerBytes - this.#layers.cacheBytes) + content;
  }

  /** The most that the build cache may hold of the layers of any selection: `bytes` takes it off once. */
  get cacheBytes(): number {
    return this.#layers.cacheBytes;
  }

  /**
   * The most that something out of sight may hold of any selection's layers, besides the build cache that `bytes` takes off:
   * 0 when everything is in sight, infinite when nobody can say.
   */
  get unseenBytes(): number {
    return this.#layers.notInspected.length > 0 || this.#layers.model.unseenStacks > 0
      ? Number.POSITIVE_INFINITY
      : 0;
  }

  /** Takes an image into the selection. */
  add(image: number): ReclaimStep {
    return this.#step(image, 1);
  }

  /** Takes an image out of the selection. */
  remove(image: number): ReclaimStep {
    return this.#step(image, -1);
  }

  #step(image: number, by: 1 | -1): ReclaimStep {
    const layers = this.#stepLayers(image, by);
    const content = this.#stepContent(image, by);
    const counted = this.#hasContent ? content.bytes : 0;
    const isExact = this.#isStoreExact && layers.isExact && content.isExact && this.#layers.cacheBytes === 0;
    return { bytes: layers.bytes + counted, isExact: isExact && this.unseenBytes === 0 };
  }

  #stepLayers(image: number, by: 1 | -1): ReclaimStep {
    const { holders, floors, bytes, model } = this.#layers;
    const isContainerd = model.store === 'containerd';
    let sum = 0;
    let isExact = true;
    for (const edge of this.#paths[image] ?? []) {
      const before = this.#gone[edge] ?? 0;
      this.#gone[edge] = before + by;
      // Containerd: a loaded image may not hold its own layers, so that another one takes them along earlier.
      if (isContainerd && holders[edge] !== 1) isExact = false;
      if (Math.max(before, before + by) !== holders[edge]) continue;
      if (Number.isNaN(bytes[edge] ?? Number.NaN)) isExact = false;
      sum += floors[edge] ?? 0;
    }
    this.#layerBytes += by * sum;
    return { bytes: sum, isExact };
  }

  #stepContent(image: number, by: 1 | -1): ReclaimStep {
    const before = this.#contentBytes;
    let isExact = true;
    for (const manifest of this.#content.ofImage[image] ?? []) {
      const count = this.#goneManifests[manifest] ?? 0;
      this.#goneManifests[manifest] = count + by;
      if (Math.max(count, count + by) !== this.#content.holders[manifest]) continue;
      const facts = this.#content.manifests[manifest];
      isExact &&= facts?.isExact === true && this.#content.overlaps[manifest]?.length === 0;
      if (by === -1) this.#contentBytes -= this.#partOf(manifest);
      this.#letStay(manifest, by === -1);
      if (by === 1) this.#contentBytes += this.#partOf(manifest);
    }
    return { bytes: Math.abs(this.#contentBytes - before), isExact };
  }

  /** A manifest that stays may hold blobs of those that are larger: tells them, and counts those that go anew. */
  #letStay(manifest: number, stays: boolean): void {
    const most = this.#content.manifests[manifest]?.restAtMost ?? 0;
    for (const larger of this.#listedBy[manifest] ?? []) {
      const isGone = this.#goneManifests[larger] === this.#content.holders[larger];
      if (isGone) this.#contentBytes -= this.#partOf(larger);
      if (!Number.isFinite(most)) {
        this.#stayingUnknown[larger] = (this.#stayingUnknown[larger] ?? 0) + (stays ? 1 : -1);
      } else this.#staying[larger] = (this.#staying[larger] ?? 0) + (stays ? most : -most);
      if (isGone) this.#contentBytes += this.#partOf(larger);
    }
  }

  /** What a manifest that goes adds: itself, and of its blobs what nothing that stays can hold. */
  #partOf(manifest: number): number {
    const facts = this.#content.manifests[manifest];
    if (facts === undefined) return 0;
    const isDominated = this.#content.overlaps[manifest] === null;
    if (isDominated || (this.#stayingUnknown[manifest] ?? 0) > 0) return facts.ownBytes;
    return facts.ownBytes + Math.max(0, facts.restAtLeast - (this.#staying[manifest] ?? 0));
  }

  /** At first everything stays. */
  #listOverlaps(): readonly (readonly number[])[] {
    const listedBy: number[][] = this.#content.manifests.map(() => []);
    for (const [manifest, overlaps] of this.#content.overlaps.entries()) {
      for (const other of overlaps ?? []) {
        listedBy[other]?.push(manifest);
        const most = this.#content.manifests[other]?.restAtMost ?? 0;
        if (Number.isFinite(most)) this.#staying[manifest] = (this.#staying[manifest] ?? 0) + most;
        else this.#stayingUnknown[manifest] = (this.#stayingUnknown[manifest] ?? 0) + 1;
      }
    }
    return listedBy;
  }
}

/** The number of each image in a model. */
export function imageNumbers(model: ReclaimModel): ReadonlyMap<ImageId, number> {
  return new Map(model.images.map(({ id }, number) => [id, number]));
}

/** Every edge an image stands on, each once. */
function pathsOf(tops: readonly number[], parents: Int32Array): Int32Array {
  const edges: number[] = [];
  for (const top of tops) {
    for (let edge = top; edge >= 0; edge = parents[edge] ?? -1) {
      if (tops.length > 1 && edges.includes(edge)) break;
      edges.push(edge);
    }
  }
  return Int32Array.from(edges);
}
