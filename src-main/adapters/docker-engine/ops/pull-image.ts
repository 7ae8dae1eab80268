import type { TransferProgress } from '../../../ports/engine/engine-transfers.ts';
import type { Connection } from '../connection.ts';
import { readLines } from '../read-lines.ts';
import { readTransferProgress } from '../records/transfer-progress.ts';
import { anonymousAuth } from '../registry-auth.ts';
import { registryReference } from '../registry-reference.ts';

/** `POST /images/create`: 200 says that it began; it is done when its stream ends without a line of `error`. */
export async function pullImage(
  connection: Connection,
  { reference, onProgress }: { reference: string; onProgress: (progress: TransferProgress) => void },
  signal?: AbortSignal,
): Promise<void> {
  const { repository, tagOrDigest } = registryReference(reference);
  const { registryMs, transferSilenceMs } = connection.deadlines;
  const chunks = connection.stream({
    method: 'POST',
    path: '/images/create',
    query: { fromImage: repository, tag: tagOrDigest },
    headers: anonymousAuth,
    deadlineMs: registryMs,
    silenceMs: transferSilenceMs,
    signal,
    subject: reference,
  });
  for await (const line of readLines(chunks, reference)) {
    const progress = readTransferProgress(line, reference);
    if (progress !== null) onProgress(progress);
  }
}
