import type { ImageId } from '../image/hashes.ts';
import { boundBytes } from './byte-bound.ts';
import type { ReclaimCalculator } from './freed-bytes.ts';

/** Bytes of the layers of one family. */
export interface BytesOfFamily<Family> {
  readonly family: Family;
  readonly bytes: number;
}

/**
 * Layers that come free when these images go, by the base they stand on, largest first. Bases share no layer, so the
 * parts add up to the whole.
 * Shape:   a family that frees nothing, and an image without one, is left out.
 * Unit:    unpacked bytes.
 * Unknown: a layer of unknown bytes counts for what is certain.
 */
export function familyBytes<Family extends { readonly key: string }>(
  ids: readonly ImageId[],
  familyOf: (id: ImageId) => Family | undefined,
  calculate: ReclaimCalculator,
): readonly BytesOfFamily<Family>[] {
  const groups = Map.groupBy(ids, (id) => familyOf(id)?.key);
  return [...groups.values()]
    .flatMap((group): readonly BytesOfFamily<Family>[] => {
      const family = group[0] === undefined ? undefined : familyOf(group[0]);
      return family === undefined ? [] : [{ family, bytes: boundBytes(calculate(group).layers) }];
    })
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes || (a.family.key < b.family.key ? -1 : 1));
}
