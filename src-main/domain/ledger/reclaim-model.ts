import type { ImageId } from '../image/hashes.ts';
import type { MaybeBytes } from '../unknown.ts';
import type { ByteBound } from './byte-bound.ts';

/**
 * Layers of an engine as plain data, reduced to the places where the answer to "what comes free" can change: a run
 * of layers that the same images hold is one edge. Small enough to send to a window, which then answers for every
 * tick by itself.
 * Shape:   parallel arrays by edge index; a parent has a smaller index than its children; -1 is the bottom.
 */
export interface ReclaimModel {
  readonly edgeParents: readonly number[];
  /** Bytes of the edge's layers, unpacked. */
  readonly edgeBytes: readonly MaybeBytes[];
  readonly images: readonly ReclaimImage[];
  /** Why no answer can be exact on this engine; empty when it can. */
  readonly doubts: readonly ReclaimDoubt[];
  /** Bytes the build cache shares with images: that much may stay on disk. */
  readonly buildCacheSharedBytes: MaybeBytes;
}

/** Why a promise is a lower bound. */
export type ReclaimDoubt =
  /** A build cache record may hold the same layers. */
  | 'build-cache'
  /** An image could not be inspected, so its layers may be shared with anything. */
  | 'image-not-inspected'
  /** A container stands on layers of an image that is gone. */
  | 'container-of-missing-image'
  /** Containerd store: content blobs are told per manifest, never per layer. */
  | 'content-shared'
  /** Sizes of some layers are unknown. */
  | 'layer-bytes-unknown';

/** One image in a `ReclaimModel`. */
export interface ReclaimImage {
  readonly id: ImageId;
  /** Index of the topmost edge of each of its stacks. */
  readonly tops: readonly number[];
  /** Content blobs of its manifests (containerd store); empty on the classic store. */
  readonly content: readonly ReclaimContent[];
}

/** Content of one manifest on the containerd store. */
export interface ReclaimContent {
  readonly digest: string;
  readonly contentBytes: MaybeBytes;
  /** Bytes of the manifest itself: certainly its own. */
  readonly manifestBytes: MaybeBytes;
  /** Numbers of its distinct diffIDs in the model's own numbering; null when its layers are not known. */
  readonly layers: readonly number[] | null;
}

/** What comes free, layers and content apart. */
export interface FreedBytes {
  readonly total: ByteBound;
  /** Unpacked layers. */
  readonly layers: ByteBound;
  /** Content blobs of the containerd store; exactly 0 on the classic store. */
  readonly content: ByteBound;
  /** Why the total is not exact; empty when it is. */
  readonly doubts: readonly ReclaimDoubt[];
}
