import { toImageId } from '../../../domain/image/hashes.ts';
import type { ImageId } from '../../../domain/image/hashes.ts';

/** What an image is called. */
export interface ImageNames {
  /** `name:tag`, sorted. */
  readonly tags: readonly string[];
  /** `name@digest`, sorted. */
  readonly digests: readonly string[];
}

/**
 * The names of an image, sorted: engines answer in any order. `<none>:<none>` and `<none>@<none>` are no names. The
 * containerd store has an image that was pulled by digest under `RepoTags` as `name@digest`, and then may leave it out
 * of `RepoDigests` (Docker 28.5.2, transfers.json).
 */
export function imageNames(repoTags: readonly string[], repoDigests: readonly string[]): ImageNames {
  const real = [...new Set([...repoTags, ...repoDigests])].filter((name) => !name.includes('<none>'));
  const isDigest = (name: string): boolean => name.includes('@');
  return {
    tags: real.filter((name) => !isDigest(name)).sort(compareText),
    digests: real.filter(isDigest).sort(compareText),
  };
}

/** An image ID with its `sha256:`, which Podman leaves out in places. */
export function fullImageId(id: string): ImageId {
  return toImageId(/^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id);
}

/** Order by code unit: the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
