import type { ImageId } from '../../domain/image/hashes.ts';
import type { ImageConfig } from '../../domain/image/image-config.ts';
import type { MaybeBytes, Unknown } from '../../domain/unknown.ts';

/** Another image that holds some of the same layers. */
export interface SharingImage {
  readonly id: ImageId;
  readonly tags: readonly string[];
  /** Bytes of the layers both hold. */
  readonly commonBytes: MaybeBytes;
  readonly commonLayerCount: number;
}

/** One step of an image's history beside the layer it made, if any. */
export interface HistoryRow {
  readonly createdAtMs: number | null;
  readonly createdBy: string;
  readonly comment: string;
  /** `layer`: made bytes or a layer of none. `metadata`: changed settings only. `ambiguous`: cannot be told. */
  readonly kind: 'layer' | 'metadata' | 'ambiguous';
  readonly diffId: string | null;
  readonly chainId: string | null;
  readonly bytes: MaybeBytes;
  /** How many images hold this layer; 0 for a step that made none. */
  readonly heldByCount: number;
}

/** One image in full, for the Image screen. */
export interface ImageView {
  readonly id: ImageId;
  readonly platform: string;
  readonly author: string;
  readonly comment: string;
  readonly dockerVersion: string;
  readonly config: ImageConfig;
  /** Oldest first; `unknown` when the engine could not tell (a layer is not unpacked). */
  readonly history: readonly HistoryRow[] | Unknown;
  readonly sharing: readonly SharingImage[];
  /** The engine's own answer. */
  readonly raw: Readonly<Record<string, unknown>>;
}
