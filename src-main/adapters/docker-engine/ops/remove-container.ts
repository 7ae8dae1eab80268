import type { ContainerId } from '../../../domain/image/hashes.ts';
import type { Connection } from '../connection.ts';

/** `DELETE /containers/{id}`. */
export async function removeContainer(
  connection: Connection,
  id: ContainerId,
  signal?: AbortSignal,
): Promise<void> {
  await connection.json({
    method: 'DELETE',
    path: `/containers/${encodeURIComponent(id)}`,
    query: { v: '0', force: '0' }, // Volumes stay, and what runs goes on running.
    deadlineMs: connection.deadlines.changeMs,
    signal,
    subject: id,
  });
}
