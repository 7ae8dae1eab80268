import type { ImageRow, LayerFamily } from '#main/contract/views/engine-view.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { boundBytes } from '#main/domain/ledger/byte-bound.ts';
import type { FreedBytes } from '#main/domain/ledger/reclaim-model.ts';

/** What one base contributes. */
export interface FamilyPart {
  readonly family: LayerFamily;
  readonly bytes: number;
}

/** What is needed to split a set of images by base. */
export interface FamilyFacts {
  readonly imagesById: ReadonlyMap<ImageId, Pick<ImageRow, 'family'>>;
  freedByExactly(ids: Iterable<ImageId>): FreedBytes;
}

/** Layers that come free by base, largest first. Bases share no layer, so the parts add up to the whole. */
export function splitByFamily(ids: readonly ImageId[], facts: FamilyFacts): readonly FamilyPart[] {
  const groups = Map.groupBy(ids, (id) => facts.imagesById.get(id)?.family.key ?? '');
  return [...groups.values()]
    .map((group) => {
      const family = facts.imagesById.get(group[0]!)?.family ?? { key: '', label: '', hue: 0, pattern: 0 };
      return { family, bytes: boundBytes(facts.freedByExactly(group).layers) };
    })
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}
