import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';

import { brokenArchive, refuseAborted, toAppError } from './to-app-error.ts';

/**
 * Reads an archive for a load, after it was compared with the digest in its name: an engine would take what comes first.
 * Errors:  `transfer.failed`, `cancelled`.
 */
export async function* readArchive(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'r');
    const [, expected] = /\.([0-9a-f]{64})\.tar$/.exec(basename(path)) ?? [];
    if (expected === undefined) throw brokenArchive(path, 'this is not a saved image of Ballast');
    const hash = createHash('sha256');
    for await (const chunk of chunksOf(file, signal)) hash.update(chunk);
    if (hash.digest('hex') !== expected) {
      throw brokenArchive(path, 'the saved image was changed or damaged since it was written');
    }
    // The same open file again: it cannot have been replaced meanwhile.
    yield* chunksOf(file, signal);
  } catch (thrown) {
    refuseAborted(signal);
    throw toAppError(thrown, path);
  } finally {
    await file?.close();
  }
}

async function* chunksOf(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const stream = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 256 * 1024 });
  for await (const chunk of stream) {
    refuseAborted(signal);
    yield chunk as Buffer;
  }
}
