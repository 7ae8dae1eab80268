import type { EngineImage, StoreKind } from '../image/engine-snapshot.ts';

/**
 * Whether an image can be had again after it is gone.
 * `re-pullable`: a registry gave it, under a digest. `rebuildable`: its labels say what built it. `local-only`: no registry
 * was ever involved and nothing says how it was built. `unknown`: the containerd store fills in digests for loaded and
 * built images too, so it cannot tell; a registry check settles it.
 */
export type Recoverability = 're-pullable' | 'rebuildable' | 'local-only' | 'unknown';

/** How an image can be had again. */
export interface Recovery {
  readonly kind: Recoverability;
  /** `repository@digest` to pull it by, sorted; on the containerd store only a candidate until a registry was asked. */
  readonly pullFrom: readonly string[];
  /** What says how it was built: a Compose project or a label such as `org.opencontainers.image.source`; null when nothing does. */
  readonly builtBy: { readonly label: string; readonly value: string } | null;
}

/** How an image can be had again, by what the engine says alone. Source: `RepoDigests` of `GET /images/json`. */
export function recoverability(image: Pick<EngineImage, 'digests'>, store: StoreKind): Recoverability {
  if (image.digests.length === 0) return store === 'classic' ? 'local-only' : 'unknown';
  return store === 'classic' ? 're-pullable' : 'unknown';
}
