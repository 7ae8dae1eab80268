import type { EngineImage, StoreKind } from '../image/engine-snapshot.ts';

/**
 * Whether an image can be had again after it is gone.
 * `re-pullable`: a registry gave it, under a digest. `local-only`: no registry was ever involved.
 * `unknown`: the containerd store fills in digests for loaded and built images too, so it cannot tell.
 */
export type Recoverability = 're-pullable' | 'local-only' | 'unknown';

/** How an image can be had again. Source: `RepoDigests` of `GET /images/json`. */
export function recoverability(image: Pick<EngineImage, 'digests'>, store: StoreKind): Recoverability {
  if (image.digests.length === 0) return store === 'classic' ? 'local-only' : 'unknown';
  return store === 'classic' ? 're-pullable' : 'unknown';
}
