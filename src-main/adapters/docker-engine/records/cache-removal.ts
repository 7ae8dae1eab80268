import * as v from 'valibot';

import type { BuildCacheRemoval } from '../../../ports/engine/engine-build-cache.ts';
import { bytes, plainObject, texts } from './fields.ts';
import { readRecord } from './read-record.ts';

const cacheRemovalRecord = v.pipe(plainObject, v.object({ CachesDeleted: texts, SpaceReclaimed: bytes }));

/** Reads the answer of `POST /build/prune`; nothing removed is `null`. */
export function readCacheRemoval(raw: unknown, subject: string): BuildCacheRemoval {
  const { CachesDeleted, SpaceReclaimed } = readRecord(cacheRemovalRecord, raw, subject);
  return { removed: CachesDeleted, reportedBytes: SpaceReclaimed };
}
