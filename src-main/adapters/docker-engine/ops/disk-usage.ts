import type { BuildCacheTotals } from '../../../domain/image/engine-snapshot.ts';
import type { EngineTotals } from '../../../ports/engine/engine-system.ts';
import type { Connection } from '../connection.ts';
import { readDiskUsage } from '../records/disk-usage.ts';

/** `GET /system/df` for images and build cache. */
export function diskUsage(connection: Connection, signal?: AbortSignal): Promise<EngineTotals> {
  return askDiskUsage(connection, ['image', 'build-cache'], signal);
}

/** `GET /system/df` for the build cache alone; before API 1.42 everything is computed whatever is asked. */
export async function buildCacheUsage(
  connection: Connection,
  signal?: AbortSignal,
): Promise<BuildCacheTotals> {
  return (await askDiskUsage(connection, ['build-cache'], signal)).buildCache;
}

async function askDiskUsage(
  connection: Connection,
  type: readonly string[],
  signal?: AbortSignal,
): Promise<EngineTotals> {
  const { apiMinor } = await connection.peer(signal);
  const deadlineMs = connection.deadlines.totalsMs;
  const query = apiMinor >= 42 ? { type } : {};
  return readDiskUsage(
    await connection.json({ path: '/system/df', query, deadlineMs, signal, subject: 'totals' }),
  );
}
