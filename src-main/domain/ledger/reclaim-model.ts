import type { StoreKind } from '../image/engine-snapshot.ts';
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
  readonly store: StoreKind;
  readonly edgeParents: readonly number[];
  /** Bytes of the edge's layers, unpacked. */
  readonly edgeBytes: readonly MaybeBytes[];
  /** What an edge of unknown bytes still counts for in the sum over all that goes; absent: nothing. See `edgeFloors`. */
  readonly edgeFloors?: readonly number[];
  readonly images: readonly ReclaimImage[];
  /** Why no answer can be exact on this engine; empty when it can. */
  readonly doubts: readonly ReclaimDoubt[];
  /** Bytes the build cache shares with images: that much may stay on disk. `unknown` without a doubt: never asked. */
  readonly buildCacheSharedBytes: MaybeBytes;
  /** Stacks of layers held by containers whose image is not in the list: each holds one path of edges, we don't know which. */
  readonly unseenStacks: number;
}

/** Why a promise is a lower bound. */
export type ReclaimDoubt =
  /** A build cache record may hold the same layers. */
  | 'build-cache'
  /** An image could not be inspected, so its layers may be shared with anything. */
  | 'image-not-inspected'
  /** A container stands on layers of an image that is gone. */
  | 'container-of-missing-image'
  /** Containerd store: a container that goes first takes snapshots of its own along, which the engine counts as layers. */
  | 'container-goes'
  /**
   * Containerd store: something that stays has layers in common. Content blobs are told per manifest, never per layer,
   * and an image that was loaded may not hold its own layers, so that more may come free.
   */
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
  /**
   * Only for an image whose layers are not (all) known: what it may share with others at most. Its last top is an edge of
   * its own, apart from the forest: what it certainly has alone, wherever that stands.
   */
  readonly notInspected?: { readonly sharedBytes: MaybeBytes };
}

/** Content of one manifest on the containerd store, or of an index (a manifest without layers of its own). */
export interface ReclaimContent {
  /** Empty for the manifests of an image row that could not be read. */
  readonly digest: string;
  readonly contentBytes: MaybeBytes;
  /** Bytes of the manifest itself: certainly its own. */
  readonly manifestBytes: MaybeBytes;
  /**
   * Numbers of its distinct diffIDs in the model's own numbering; null when its layers are not known. Two manifests can
   * share blobs, apart from whole manifests, only if they share a number.
   */
  readonly layers: readonly number[] | null;
  /** Only when a layer stands, or may stand, in its stack twice: `contentBytes` may count a blob twice, this much is certain. */
  readonly distinctBytes?: number;
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
