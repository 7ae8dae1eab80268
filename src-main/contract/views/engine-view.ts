import type { AppErrorData } from '../../domain/app-error.ts';
import type { ContainerState, SkippedRecord, StoreKind } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ReclaimModel } from '../../domain/ledger/reclaim-model.ts';
import type { Pin } from '../../domain/cleanup/pin.ts';
import type { Recoverability } from '../../domain/cleanup/recoverability.ts';
import type { MaybeBytes, Unknown } from '../../domain/unknown.ts';

/** A container that keeps an image. */
export interface ContainerRow {
  readonly id: string;
  readonly name: string;
  readonly state: ContainerState;
  readonly composeProject: string | null;
}

/** The base a stack of layers starts from; gives a row its colour. */
export interface LayerFamily {
  /** ChainID of the bottom layer; empty for an image without layers. */
  readonly key: string;
  /** Reference of the smallest tagged image on that base, or a short ID. */
  readonly label: string;
  /** 0–359, derived from the key. */
  readonly hue: number;
  /** 0–5, derived from the key: the family is told by a pattern too, never by colour alone. */
  readonly pattern: number;
}

/** One image as a screen shows it. */
export interface ImageRow {
  readonly id: ImageId;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** The image of the step before: legacy builder and `commit` only. */
  readonly parentId: ImageId | null;
  readonly dangling: boolean;
  readonly intermediate: boolean;
  readonly createdAtMs: number;
  readonly bytes: MaybeBytes;
  /** Unpacked layers that other images hold too; the image's own intermediate steps do not count as others. */
  readonly sharedBytes: MaybeBytes;
  /** Unpacked layers that only this image (with its own intermediate steps) holds. */
  readonly exclusiveBytes: MaybeBytes;
  /** Shared bytes as the engine counts them: intermediate steps are images like any other. */
  readonly engineSharedBytes: MaybeBytes;
  /** Content blobs (containerd store); 0 on the classic store. */
  readonly contentBytes: MaybeBytes;
  readonly containers: readonly ContainerRow[];
  readonly platforms: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly recoverable: Recoverability;
  readonly family: LayerFamily;
  /** When it was put into the recycle bin; null when it is not in it. Ordinary rows leave parked images out. */
  readonly parkedAtMs: number | null;
  /** The pin that holds it whatever a policy says; null when none does. */
  readonly pin: Pin | null;
  /** Last time a container used it, as far as Ballast has seen; null when it never saw one. */
  readonly lastUsedAtMs: number | null;
  /** References it once had, newest first. */
  readonly formerReferences: readonly string[];
  readonly layerCount: number | Unknown;
}

/** What an engine says of itself, for the status line and Settings. */
export interface EngineIdentity {
  readonly endpoint: string;
  readonly label: string;
  readonly id: string;
  readonly product: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly store: StoreKind;
  readonly driver: string;
  readonly platform: string;
  /** The built-in engine with invented images. */
  readonly isDemo: boolean;
}

/** Sums over an engine. */
export interface EngineSums {
  readonly imageCount: number;
  readonly layerCount: number;
  /** Each layer once. */
  readonly layerBytes: MaybeBytes;
  /** Content blobs, each once; unknown where manifests share layers; 0 on the classic store. */
  readonly contentBytes: MaybeBytes;
  /** Layers that more than one image holds. */
  readonly sharedBytes: MaybeBytes;
  /** Whether every layer's bytes are known. */
  readonly isComplete: boolean;
}

/** Everything the screens need of one engine at one moment. */
export interface EngineView {
  readonly engine: EngineIdentity;
  readonly takenAtMs: number;
  /** Sorted by ID; intermediates included and marked. */
  readonly images: readonly ImageRow[];
  readonly sums: EngineSums;
  readonly reclaim: ReclaimModel;
  /** Since when use is recorded; null before the first record. */
  readonly usageKnownSinceMs: number | null;
  readonly skipped: readonly SkippedRecord[];
}

/** What `images.watch` tells. A failure keeps the last view: a dead engine is not an empty one. */
export type EngineFrame =
  | {
      readonly kind: 'loading';
      readonly step: 'connecting' | 'listing' | 'inspecting' | 'measuring';
      readonly done: number;
      /** null while it cannot be known. */
      readonly total: number | null;
    }
  | { readonly kind: 'ready'; readonly view: EngineView }
  | { readonly kind: 'failed'; readonly error: AppErrorData };
