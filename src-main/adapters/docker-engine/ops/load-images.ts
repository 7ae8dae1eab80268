import type { LoadReply, TransferProgress } from '../../../ports/engine/engine-transfers.ts';
import type { Connection } from '../connection.ts';
import { readLines } from '../read-lines.ts';
import { readLoadReply } from '../records/load-reply.ts';
import { readTransferProgress } from '../records/transfer-progress.ts';
import { toTransferError } from '../to-app-error.ts';

/** What to load, and who hears of it. */
export interface LoadInput {
  readonly archive: AsyncIterable<Uint8Array>;
  readonly onProgress: (progress: TransferProgress) => void;
}

const subject = 'archive';

/** `POST /images/load`: 200 says nothing yet; every failure comes as a line of `error`, also that the disk is full. */
export async function loadImages(
  connection: Connection,
  { archive, onProgress }: LoadInput,
  signal?: AbortSignal,
): Promise<LoadReply> {
  const { transferSilenceMs } = connection.deadlines;
  const chunks = connection.stream({
    method: 'POST',
    path: '/images/load',
    query: { quiet: '0' }, // The default is to tell no progress (ENGINES §1.6).
    body: archive,
    deadlineMs: transferSilenceMs,
    silenceMs: transferSilenceMs,
    signal,
    subject,
  });
  const told: string[] = [];
  // Words of a load are about the archive, whatever they sound like: `no such image` is not a missing image.
  for await (const line of readLines(chunks, subject, { toError: toTransferError })) {
    const progress = readTransferProgress(line, subject);
    if (progress !== null) onProgress(progress);
    if (typeof line === 'object' && line !== null && 'stream' in line) told.push(String(line.stream));
  }
  return readLoadReply(told);
}
