import * as v from 'valibot';

import type { BuildCacheRecord } from '../../../ports/engine/engine-build-cache.ts';
import { bytes, plainObject, text, texts } from './fields.ts';
import { compareText } from './image-names.ts';
import { readRecord } from './read-record.ts';

const cacheRecord = v.object({
  ID: v.pipe(v.string(), v.nonEmpty()),
  Type: text,
  Description: text,
  // Parents are under `Parent` (20.10), `" Parents"` with a blank (28.5), or what the API's reference has.
  Parent: text,
  ' Parents': texts,
  Parents: texts,
  InUse: v.nullish(v.boolean(), false),
  Shared: v.nullish(v.boolean(), false),
  Size: bytes,
  CreatedAt: text,
  LastUsedAt: text,
  UsageCount: v.nullish(v.number(), 0),
});

const cacheList = v.nullish(v.array(cacheRecord));

const answer = v.pipe(
  plainObject,
  v.object({
    BuildCache: cacheList,
    // The shape of API 1.52 and later.
    BuildCacheUsage: v.nullish(v.object({ Items: cacheList })),
  }),
);

/** Reads the records in `GET /system/df`, sorted by ID. */
export function readBuildCache(raw: unknown): readonly BuildCacheRecord[] {
  const { BuildCache, BuildCacheUsage } = readRecord(answer, raw, 'GET /system/df');
  const records = BuildCache ?? BuildCacheUsage?.Items ?? [];
  return records.map(toBuildCacheRecord).sort((a, b) => compareText(a.id, b.id));
}

function toBuildCacheRecord(raw: v.InferOutput<typeof cacheRecord>): BuildCacheRecord {
  const parents = [raw.Parent, ...raw[' Parents'], ...raw.Parents].filter((id) => id !== '');
  return {
    id: raw.ID,
    kind: raw.Type,
    description: raw.Description,
    bytes: raw.Size,
    inUse: raw.InUse,
    shared: raw.Shared,
    parents: [...new Set(parents)].sort(compareText),
    createdAtMs: timeOf(raw.CreatedAt),
    lastUsedAtMs: timeOf(raw.LastUsedAt),
    usageCount: raw.UsageCount,
  };
}

/** null for no time at all, also for Go's year 1. */
function timeOf(written: string): number | null {
  const ms = Date.parse(written);
  return ms > 0 ? ms : null;
}
