import type { ContainerId, DiffId, ImageId, ManifestDigest } from './hashes.ts';
import type { MaybeBytes, Unknown } from '../unknown.ts';

/**
 * How an engine keeps images: `classic` graph drivers (overlay2 …) or the `containerd` image store. Podman's
 * `containers/storage` behaves like `classic` where the ledger is concerned.
 */
export type StoreKind = 'classic' | 'containerd';

/**
 * The layers of one platform of an image, as they are stacked on disk, base first.
 * On the classic store an image has exactly one; on the containerd store one per unpacked platform.
 */
export interface LayerStack {
  /** `linux/amd64`, `linux/arm/v7`; empty when the engine did not say. */
  readonly platform: string;
  readonly diffIds: readonly DiffId[];
  /** Bytes of all its layers together, unpacked. */
  readonly unpackedBytes: MaybeBytes;
}

/**
 * One manifest of an image on the containerd store: a platform or an attestation.
 * Source: Engine API 1.47, `Manifests[]` of `GET /images/json?manifests=1`.
 */
export interface ImageManifest {
  readonly digest: ManifestDigest;
  readonly kind: 'image' | 'attestation' | 'other';
  readonly platform: string;
  /** Whether its content is on this machine. */
  readonly available: boolean;
  /** Bytes of the manifest itself. */
  readonly manifestBytes: MaybeBytes;
  /** Bytes of its content blobs, compressed as transferred: manifest, config and layer blobs. */
  readonly contentBytes: MaybeBytes;
  /** Bytes of its unpacked layers; 0 when it is not unpacked. */
  readonly unpackedBytes: MaybeBytes;
}

/** One image as an engine holds it. */
export interface EngineImage {
  readonly id: ImageId;
  /** `name:tag` references in familiar form, sorted. */
  readonly tags: readonly string[];
  /** `name@digest` references, sorted. On the containerd store also present when no registry was ever involved. */
  readonly digests: readonly string[];
  /** The image of the step before: legacy builder and `commit` only. May name an image that is gone. */
  readonly parentId: ImageId | null;
  readonly createdAtMs: number;
  /** The engine's own `Size`: layers on the classic store, layers and content blobs on the containerd store. */
  readonly bytes: MaybeBytes;
  /** Bytes of the layers that other images hold too, as the engine says. */
  readonly sharedBytes: MaybeBytes;
  readonly labels: Readonly<Record<string, string>>;
  /** Every manifest; empty on the classic store. */
  readonly manifests: readonly ImageManifest[];
  /**
   * Containerd store: bytes of the index blob, when the image ID names an index and not a manifest. The engine counts it in
   * no manifest. Source: Engine API, `Descriptor.size` of `GET /images/json`. Without it no removal can be told exactly.
   */
  readonly indexBytes?: MaybeBytes;
  /** `unknown` when the image could not be inspected: its layers then make every sum they touch unknown. */
  readonly stacks: readonly LayerStack[] | Unknown;
}

/** State of a container in the engine's words. */
export type ContainerState =
  'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead' | 'stopping' | Unknown;

/** A container, in any state; each one keeps its image. */
export interface EngineContainer {
  readonly id: ContainerId;
  readonly name: string;
  readonly state: ContainerState;
  readonly imageId: ImageId;
  /** What the container was created from, as typed by its user. */
  readonly imageReference: string;
  /** Compose project it belongs to; null when none. */
  readonly composeProject: string | null;
  /** Images mounted into it (`--mount type=image`), which it keeps as well. */
  readonly mountedImages: readonly string[];
}

/** A raw row that could not be understood: reported in diagnostics, never dropped in silence. */
export interface SkippedRecord {
  readonly answer: string;
  readonly why: string;
  readonly raw: string;
}

/**
 * What the build cache may hold alive. Its records cannot be joined to layers, so this is a bound.
 * Source: Engine API, `GET /system/df`, `BuildCache[]`.
 */
export interface BuildCacheTotals {
  readonly recordCount: number;
  readonly bytes: MaybeBytes;
  /** Bytes of records that images share: these layers stay on disk when the image goes. */
  readonly sharedBytes: MaybeBytes;
}

/** Everything the ledger and the planner need to know of one engine at one moment. */
export interface EngineSnapshot {
  /** Identity of the engine (`/info` ID), so that a plan never runs on another one. */
  readonly engineId: string;
  readonly store: StoreKind;
  readonly takenAtMs: number;
  /** Every image, intermediates included, sorted by ID. */
  readonly images: readonly EngineImage[];
  readonly containers: readonly EngineContainer[];
  /** `unknown` until asked: never on the list path. */
  readonly buildCache: BuildCacheTotals | Unknown;
  readonly skipped: readonly SkippedRecord[];
}
