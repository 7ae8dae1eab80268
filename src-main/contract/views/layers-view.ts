import type { ImageId } from '../../domain/image/hashes.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';
import type { LayerFamily } from './engine-view.ts';

/** One layer on disk, each chain once. */
export interface LayerRow {
  readonly chainId: string;
  readonly diffId: string;
  /** null at the bottom of a stack. */
  readonly parentChainId: string | null;
  readonly bytes: MaybeBytes;
  /** Images that hold it, sorted. */
  readonly images: readonly ImageId[];
  readonly family: LayerFamily;
  /** How many times its content is stored, over different parents; 1 is only here. */
  readonly storedTimes: number;
  /** The instruction that made it, when histories were read and agree; empty otherwise. */
  readonly createdBy: string;
}

/** All layers of an engine; a parent comes before its children. */
export interface LayersView {
  readonly layers: readonly LayerRow[];
  readonly takenAtMs: number;
}

/** The engine's own sum beside Ballast's. */
export interface TotalsCheck {
  readonly engineLayersBytes: MaybeBytes;
  readonly layerBytes: MaybeBytes;
  /** Whether both say the same; `unknown` where the engine counts other things (containerd store). */
  readonly agrees: boolean | 'unknown';
  readonly buildCacheBytes: MaybeBytes;
  readonly buildCacheSharedBytes: MaybeBytes;
}
