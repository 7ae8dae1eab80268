import type { MaybeBytes } from '../../domain/unknown.ts';

/** One record of the build cache. Source: Engine API, `BuildCache[]` of `GET /system/df`. */
export interface BuildCacheRecord {
  /** BuildKit's own ID: no digest, and it cannot be joined to a layer. */
  readonly id: string;
  /** `regular`, `source.local`, `exec.cachemount`, `frontend`, `internal` … */
  readonly kind: string;
  readonly description: string;
  readonly bytes: MaybeBytes;
  /** A build runs on it now. */
  readonly inUse: boolean;
  /** Images hold the same layers: its bytes stay when it goes. */
  readonly shared: boolean;
  readonly parents: readonly string[];
  readonly createdAtMs: number | null;
  /** null when it was never used. */
  readonly lastUsedAtMs: number | null;
  readonly usageCount: number;
}

/** What the engine says a removal of records did. */
export interface BuildCacheRemoval {
  readonly removed: readonly string[];
  /** The engine's own sum. It counts shared records too, so it may say more than came free (ENGINES §1.6). */
  readonly reportedBytes: MaybeBytes;
}

/** Operations on the build cache. Its records are not images and have a plan of their own. */
export interface EngineBuildCache {
  /** Every record, sorted by ID; without sums over images where the engine allows it. */
  listBuildCache(signal?: AbortSignal): Promise<readonly BuildCacheRecord[]>;
  /**
   * Removes records by ID: those named and no others. A record in use, or that others stand on, is left and not named.
   * Errors:  `engine.unsupported` where there is no BuildKit.
   */
  removeBuildCache(ids: readonly string[], signal?: AbortSignal): Promise<BuildCacheRemoval>;
}
