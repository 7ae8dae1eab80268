import { toImageId } from '../../../domain/image/hashes.ts';
import type { ImageId } from '../../../domain/image/hashes.ts';

/** The names of an image, sorted: engines answer in any order. `<none>:<none>` and `<none>@<none>` are no names. */
export function realNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => !name.includes('<none>')))].sort(compareText);
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
