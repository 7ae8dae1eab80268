import type { BuildCacheRow } from '#main/contract/views/cleanup-view.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';

/** What a table of records can be ordered by. */
export type BuildCacheSortKey = 'description' | 'kind' | 'bytes' | 'lastUsed' | 'uses';

/** In which order records are shown. */
export interface BuildCacheSort {
  readonly key: BuildCacheSortKey;
  readonly down: boolean;
}

/** What removing some records comes to. */
export interface CachePromise {
  /** Bytes that only these records hold; a shared one frees nothing while its image lives. */
  readonly leastBytes: number;
  /** Records of them that an image shares. */
  readonly sharedCount: number;
  /** Records that are not among them and stand on them: the engine keeps what is still needed. */
  readonly dependentCount: number;
}

/** Orders records; of two that are equal the larger ID comes last, so that rows never jump. */
export function sortRecords(
  records: readonly BuildCacheRow[],
  { key, down }: BuildCacheSort,
): readonly BuildCacheRow[] {
  const sign = down ? -1 : 1;
  return records.toSorted((a, b) => sign * compare(a, b, key) || (a.id < b.id ? -1 : 1));
}

/** Whether every word typed occurs in a record. */
export function matchesRecord(record: BuildCacheRow, words: readonly string[]): boolean {
  const text = `${record.description} ${record.kind} ${record.id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What removing these of all records comes to. */
export function promiseOfRecords(
  chosen: readonly BuildCacheRow[],
  all: readonly BuildCacheRow[],
): CachePromise {
  const ids = new Set(chosen.map(({ id }) => id));
  return {
    leastBytes: chosen.reduce((sum, { bytes, shared }) => sum + (isKnown(bytes) && !shared ? bytes : 0), 0),
    sharedCount: chosen.filter(({ shared }) => shared).length,
    dependentCount: all.filter(({ id, parents }) => !ids.has(id) && parents.some((parent) => ids.has(parent)))
      .length,
  };
}

function compare(a: BuildCacheRow, b: BuildCacheRow, key: BuildCacheSortKey): number {
  switch (key) {
    case 'description':
    case 'kind':
      return a[key].localeCompare(b[key], 'en', { numeric: true });
    case 'bytes':
      return weight(a.bytes) - weight(b.bytes);
    case 'lastUsed':
      return (a.lastUsedAtMs ?? 0) - (b.lastUsedAtMs ?? 0);
    case 'uses':
      return a.usageCount - b.usageCount;
  }
}

/** What is not known may be larger than everything. */
function weight(bytes: MaybeBytes): number {
  return isKnown(bytes) ? bytes : Number.MAX_VALUE;
}
