import type { BuildCacheTotals, StoreKind } from '../../domain/image/engine-snapshot.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';

/** What an engine can do beyond the common ground; what it cannot is answered with `engine.unsupported`. */
export interface EngineCapabilities {
  /** The list call can compute shared bytes (API ≥ 1.42). */
  readonly listsSharedBytes: boolean;
  /** The list call can describe manifests (API ≥ 1.47 and the containerd store). */
  readonly listsManifests: boolean;
  /** The list call counts containers (API ≥ 1.51). */
  readonly countsContainers: boolean;
  /** A removal's reply names the chainIDs that went (classic store). */
  readonly repliesWithChains: boolean;
  /** Single platforms of an image can be removed without force, and nothing else goes with them. */
  readonly removesPlatforms: boolean;
}

/** What an engine says of itself. */
export interface EngineDescription {
  /** `/info` ID; stays the same over restarts. */
  readonly id: string;
  /** `Docker Engine`, `Podman Engine`, `Ballast demo engine`. */
  readonly product: string;
  readonly version: string;
  /** The API version in use for every call: the newest that both sides know. */
  readonly apiVersion: string;
  readonly store: StoreKind;
  /** Storage driver or snapshotter: `overlay2`, `overlayfs`. */
  readonly driver: string;
  /** Platform it runs containers on: `linux/amd64`. */
  readonly platform: string;
  /** Folder of its data, as the engine names it (`/info` `DockerRootDir`); empty when it does not say. */
  readonly dataRoot: string;
  readonly capabilities: EngineCapabilities;
}

/** The engine's own sums: slow, asked for on purpose only. Source: `GET /system/df`. */
export interface EngineTotals {
  /** `LayersSize`. Classic: each layer of an image once. Containerd: all snapshots and the content blobs of images. */
  readonly layersBytes: MaybeBytes;
  readonly buildCache: BuildCacheTotals;
}

/** Operations on an engine as a whole. */
export interface EngineSystem {
  /** Cheap proof of life (`GET /_ping`). */
  ping(signal?: AbortSignal): Promise<void>;
  describe(signal?: AbortSignal): Promise<EngineDescription>;
  /** Never on the way to a first paint: 11 s at 1,000 images on the containerd store. */
  totals(signal?: AbortSignal): Promise<EngineTotals>;
  /** Bounds of the build cache alone, without sums over images where the engine allows it. */
  buildCache(signal?: AbortSignal): Promise<BuildCacheTotals>;
}
