import type { BuildCacheRecord } from '../../../ports/engine/engine-build-cache.ts';
import type { Connection } from '../connection.ts';
import { readBuildCache } from '../records/build-cache.ts';
import { askDiskUsage } from './disk-usage.ts';

/** `GET /system/df` for the records of the build cache. */
export async function listBuildCache(
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly BuildCacheRecord[]> {
  return readBuildCache(await askDiskUsage(connection, ['build-cache'], signal));
}
