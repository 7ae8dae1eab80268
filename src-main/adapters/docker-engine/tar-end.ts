import { toTransferError } from './to-app-error.ts';

/** Two blocks of zeros end an archive. Source: POSIX pax, "ustar Interchange Format". */
const endBytes = 1024;

/**
 * The same archive. Its end is checked: an engine that fails in the middle of a save appends its error to what it sent
 * and ends the answer in good order (moby api/server/router/image, `getImagesGet`).
 * Errors:  `transfer.failed`, after the last piece.
 */
export async function* throughTarEnd(
  chunks: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let tail = Buffer.alloc(0);
  for await (const chunk of chunks) {
    tail = Buffer.concat([tail, chunk.subarray(-endBytes)]).subarray(-endBytes);
    yield chunk;
  }
  if (tail.length === endBytes && tail.every((byte) => byte === 0)) return;
  throw toTransferError(appendedWords(tail) ?? 'the archive has no end', subject);
}

/** The words of an `{"errorDetail": …}` line behind the archive's own bytes. */
function appendedWords(tail: Buffer): string | null {
  const text = tail.toString('utf8');
  const line = /\{"errorDetail":.*\}/.exec(text)?.[0];
  if (line === undefined) return null;
  return /"error":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line;
}
