import * as v from 'valibot';

import type { BuildCacheTotals } from '../../../domain/image/engine-snapshot.ts';
import { addBytes } from '../../../domain/unknown.ts';
import type { MaybeBytes } from '../../../domain/unknown.ts';
import type { EngineTotals } from '../../../ports/engine/engine-system.ts';
import { bytes, plainObject } from './fields.ts';
import { readRecord } from './read-record.ts';

// Records also name their parents: under `Parent`, or under `" Parents"` with a blank. Neither joins them to layers.
const cacheRecord = v.object({ Size: bytes, Shared: v.nullish(v.boolean(), false) });
const cacheList = v.nullish(v.array(cacheRecord));

const diskUsageRecord = v.pipe(
  plainObject,
  v.object({
    LayersSize: bytes,
    BuildCache: cacheList,
    // The shape of API 1.52 and later: `ImageUsage` in answers, `ImagesUsage` in its changelog.
    ImageUsage: v.nullish(v.object({ TotalSize: bytes })),
    ImagesUsage: v.nullish(v.object({ TotalSize: bytes })),
    BuildCacheUsage: v.nullish(v.object({ Items: cacheList })),
  }),
);

/** Reads `GET /system/df`. */
export function readDiskUsage(raw: unknown): EngineTotals {
  const record = readRecord(diskUsageRecord, raw, 'GET /system/df');
  const usage = record.ImageUsage ?? record.ImagesUsage;
  return {
    layersBytes: usage == null ? record.LayersSize : usage.TotalSize,
    buildCache: toBuildCacheTotals(record.BuildCache ?? record.BuildCacheUsage?.Items ?? []),
  };
}

function toBuildCacheTotals(records: readonly v.InferOutput<typeof cacheRecord>[]): BuildCacheTotals {
  const sum = (list: typeof records): MaybeBytes =>
    list.reduce<MaybeBytes>((total, { Size }) => addBytes(total, Size), 0);
  return {
    recordCount: records.length,
    bytes: sum(records),
    sharedBytes: sum(records.filter((record) => record.Shared)),
  };
}
