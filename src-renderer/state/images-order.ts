import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';

/** What the Images table can be sorted by. */
export type ImageSortKey =
  | 'tags'
  | 'size'
  | 'exclusive'
  | 'shared'
  | 'content'
  | 'created'
  | 'lastUsed'
  | 'usedBy'
  | 'base'
  | 'layers';

/** By what, and whether the largest comes first. */
export interface ImageSort {
  readonly key: ImageSortKey;
  readonly down: boolean;
}

/** Columns whose first press should bring the largest or newest to the top. */
const downFirst: ReadonlySet<ImageSortKey> = new Set([
  'size',
  'exclusive',
  'shared',
  'content',
  'created',
  'lastUsed',
  'usedBy',
  'layers',
]);

const collator = new Intl.Collator('en', { numeric: true });

/** The order after one more press on a column. */
export function nextSort(sort: ImageSort, key: ImageSortKey): ImageSort {
  return sort.key === key ? { key, down: !sort.down } : { key, down: downFirst.has(key) };
}

/** Places of images in the order of their names. Comparing ten thousand names costs far more than comparing places. */
export type NamePlaces = ReadonlyMap<string, number>;

/** Finds the places once for many sorts. */
export function placeNames(rows: readonly ImageRow[]): NamePlaces {
  const named = rows.map((row) => ({ id: row.id, name: nameOf(row) }));
  named.sort((a, b) => collator.compare(a.name, b.name));
  return new Map(named.map(({ id }, place) => [id, place]));
}

/** Sorted rows; what is unknown comes last either way, and equal rows keep the order of their names. */
export function sortImages(
  rows: readonly ImageRow[],
  sort: ImageSort,
  places: NamePlaces,
): readonly ImageRow[] {
  const sign = sort.down ? -1 : 1;
  const bases = sort.key === 'base' ? placeBases(rows) : new Map<string, number>();
  const keyed = rows.map((row) => {
    const place = places.get(row.id) ?? 0;
    return { row, place, value: valueOf(row, sort.key, { place, base: bases.get(row.family.label) ?? 0 }) };
  });
  keyed.sort((a, b) => compareValues(a.value, b.value, sign) || a.place - b.place);
  return keyed.map(({ row }) => row);
}

/** What an image is called where one name must do: its first tag, a former name, or its ID. */
export function nameOf(row: ImageRow): string {
  return row.tags[0] ?? row.formerReferences[0] ?? row.id;
}

function placeBases(rows: readonly ImageRow[]): ReadonlyMap<string, number> {
  const labels = [...new Set(rows.map((row) => row.family.label))].toSorted((a, b) => collator.compare(a, b));
  return new Map(labels.map((label, place) => [label, place]));
}

function compareValues(a: number | null, b: number | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return sign * (a - b);
}

function valueOf(
  row: ImageRow,
  key: ImageSortKey,
  at: { readonly place: number; readonly base: number },
): number | null {
  switch (key) {
    case 'tags':
      return row.tags.length === 0 ? null : at.place;
    case 'size':
      return known(row.bytes);
    case 'exclusive':
      return known(row.exclusiveBytes);
    case 'shared':
      return known(row.sharedBytes);
    case 'content':
      return known(row.contentBytes);
    case 'created':
      return row.createdAtMs;
    case 'lastUsed':
      return row.lastUsedAtMs;
    case 'usedBy':
      return row.containers.length;
    case 'base':
      return at.base;
    case 'layers':
      return known(row.layerCount);
  }
}

function known(value: MaybeBytes): number | null {
  return isKnown(value) ? value : null;
}
