import type { BuildCacheTotals } from '../../../domain/image/engine-snapshot.ts';
import type { EngineTotals } from '../../../ports/engine/engine-system.ts';
import type { Connection } from '../connection.ts';
import { readDiskUsage } from '../records/disk-usage.ts';

/** `GET /system/df` for images and build cache. */
export async function diskUsage(connection: Connection, signal?: AbortSignal): Promise<EngineTotals> {
  return readDiskUsage(await askDiskUsage(connection, ['image', 'build-cache'], signal));
}

/** `GET /system/df` for bounds of the build cache alone. */
export async function buildCacheUsage(
  connection: Connection,
  signal?: AbortSignal,
): Promise<BuildCacheTotals> {
  return readDiskUsage(await askDiskUsage(connection, ['build-cache'], signal)).buildCache;
}

/** The answer as it came. Before API 1.42 everything is computed whatever is asked. */
export async function askDiskUsage(
  connection: Connection,
  type: readonly string[],
  signal?: AbortSignal,
): Promise<unknown> {
  const { apiMinor } = await connection.peer(signal);
  const deadlineMs = connection.deadlines.totalsMs;
  const query = apiMinor >= 42 ? { type } : {};
  return connection.json({ path: '/system/df', query, deadlineMs, signal, subject: 'totals' });
}
