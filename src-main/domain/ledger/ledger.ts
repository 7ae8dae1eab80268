import type { EngineImage, StoreKind } from '../image/engine-snapshot.ts';
import type { DiffId } from '../image/hashes.ts';

/**
 * Who holds which bytes: every layer of an engine once, as a forest.
 * Shape:   parallel arrays by node index; a node is one layer on disk, identified by its parent node and its diffID (what
 *          a chainID says in one hash). A parent has a smaller index than its children; -1 is below the bottom.
 * Unit:    unpacked bytes on the engine's disk; NaN is unknown.
 */
export interface Ledger {
  readonly store: StoreKind;
  readonly nodeCount: number;
  readonly parents: Int32Array;
  /** How many layers a stack has up to and with this one: 1 at the bottom. */
  readonly depths: Int32Array;
  /** Index into `diffIds`. */
  readonly diffs: Int32Array;
  readonly diffIds: readonly DiffId[];
  /** How many images hold the layer; an image with several platforms counts once. */
  readonly holders: Int32Array;
  /** Bytes of the layer and all below it. */
  readonly prefixBytes: Float64Array;
  /** Bytes of the layer alone; can be known where the sums are not. */
  readonly layerBytes: Float64Array;
  /** The instruction that made the layer, by node; sparse, and empty where histories were not read or disagree. */
  readonly instructions: ReadonlyMap<number, string>;
  /** In the order of the snapshot. */
  readonly images: readonly LedgerImage[];
  /** Keys of the histories that were read (`historyKey`), whether they could be used or not. */
  readonly historiesRead: ReadonlySet<string>;
  /** Keys of histories that contradict what else is known: not used, so that they poison nothing. */
  readonly historiesIgnored: ReadonlySet<string>;
  /** An image, or a whole row of the engine's answer, whose layers are not known: sharing cannot be told exactly. */
  readonly hasUnseenImages: boolean;
}

/** An image and where its stacks end in the forest. */
export interface LedgerImage {
  readonly image: EngineImage;
  /** Stacks that are unpacked on disk; an image that could not be inspected has none. */
  readonly stacks: readonly LedgerStack[];
  readonly isInspected: boolean;
}

/** One stack of an image: a path in the forest. */
export interface LedgerStack {
  readonly platform: string;
  /** Its topmost node; -1 for a stack without layers. */
  readonly top: number;
}
