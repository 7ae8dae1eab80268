import type { HistoryEntry } from '../../../domain/image/history-entry.ts';
import type { Connection } from '../connection.ts';
import { imagePath } from '../image-path.ts';
import { readImageHistory } from '../records/image-history.ts';
import type { InspectInput } from './inspect-image.ts';
import { platformQuery } from './platform-query.ts';

/** `GET /images/{name}/history`. */
export async function imageHistory(
  connection: Connection,
  { image, choice }: InspectInput,
  signal?: AbortSignal,
): Promise<readonly HistoryEntry[]> {
  const path = `/images/${imagePath(image)}/history`;
  const query = platformQuery(choice, await connection.peer(signal), 48);
  const deadlineMs = connection.deadlines.inspectMs;
  return readImageHistory(await connection.json({ path, query, deadlineMs, signal, subject: image }), image);
}
