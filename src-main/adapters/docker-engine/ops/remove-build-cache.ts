import { AppError } from '../../../domain/app-error.ts';
import { addBytes } from '../../../domain/unknown.ts';
import type { MaybeBytes } from '../../../domain/unknown.ts';
import type { BuildCacheRecord, BuildCacheRemoval } from '../../../ports/engine/engine-build-cache.ts';
import type { Connection } from '../connection.ts';
import { readCacheRemoval } from '../records/cache-removal.ts';
import { toBadAnswerError } from '../to-app-error.ts';
import { listBuildCache } from './list-build-cache.ts';

/**
 * `POST /build/prune`, once for each record. Measured on 20.10.24 and on both stores of 28.5.2: the filter `id` takes
 * exactly one value (two are 400 `filters expect only one value`) and is a pattern, so that the beginning of an ID matches
 * as well: it is anchored. Without `all` nothing that was built goes. A record that others stand on is left without a
 * word, so children go first.
 */
export async function removeBuildCache(
  connection: Connection,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<BuildCacheRemoval> {
  const { isPodman } = await connection.peer(signal);
  if (isPodman) throw new AppError('engine.unsupported', { detail: 'Podman has no BuildKit' });
  const removed: string[] = [];
  let reportedBytes: MaybeBytes = 0;
  for (const id of childrenFirst(await listBuildCache(connection, signal), ids)) {
    const reply = await removeRecord(connection, id, signal);
    removed.push(...reply.removed);
    reportedBytes = addBytes(reportedBytes, reply.reportedBytes);
  }
  return { removed, reportedBytes };
}

async function removeRecord(
  connection: Connection,
  id: string,
  signal?: AbortSignal,
): Promise<BuildCacheRemoval> {
  const raw = await connection.json({
    method: 'POST',
    path: '/build/prune',
    query: { all: '1', filters: JSON.stringify({ id: [`^${id}$`] }) },
    deadlineMs: connection.deadlines.changeMs,
    signal,
    subject: id,
  });
  const reply = readCacheRemoval(raw, id);
  // Never seen. Whatever it was, the next call would do it again.
  if (reply.removed.some((other) => other !== id)) {
    throw toBadAnswerError(`asked to remove this record, it removed ${reply.removed.join(', ')}`, id);
  }
  return reply;
}

/**
 * The records that are there, those without wanted children first. IDs are letters and digits; anything else is none,
 * and would be a pattern of its own.
 */
function childrenFirst(records: readonly BuildCacheRecord[], ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  const left = new Map(
    records
      .filter(({ id }) => wanted.has(id) && /^[A-Za-z0-9]+$/.test(id))
      .map((record) => [record.id, record]),
  );
  const order: string[] = [];
  while (left.size > 0) {
    const below = new Set([...left.values()].flatMap(({ parents }) => parents));
    const free = [...left.keys()].filter((id) => !below.has(id));
    // Records cannot stand on each other in a ring; should an engine say so, it may sort that out itself.
    const next = free.length > 0 ? free : [...left.keys()];
    for (const id of next) left.delete(id);
    order.push(...next);
  }
  return order;
}
