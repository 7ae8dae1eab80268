import type { ContainerListing } from '../../../ports/engine/engine-containers.ts';
import type { Connection } from '../connection.ts';
import { readContainers } from '../records/container.ts';

/** `GET /containers/json`. */
export async function listContainers(
  connection: Connection,
  signal?: AbortSignal,
): Promise<ContainerListing> {
  const query = { all: '1' }; // Stopped ones keep their images too. Never `size`: it reads whole file systems.
  const deadlineMs = connection.deadlines.listMs;
  const raw = await connection.json({
    path: '/containers/json',
    query,
    deadlineMs,
    signal,
    subject: 'containers',
  });
  return readContainers(raw);
}
