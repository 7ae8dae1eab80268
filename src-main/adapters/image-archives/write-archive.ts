import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { ImageArchives, VerifiedArchive } from '../../ports/image-archives.ts';
import { scanArchive } from './scan-archive.ts';
import { refuseAborted, toAppError } from './to-app-error.ts';
import { verifyImage } from './verify-image.ts';

/** What an archive is called until it was verified. */
const partial = '.partial';

/** A file that was not written to for so long belongs to a process that was killed. */
const abandonedMs = 60 * 60 * 1000;

/**
 * Writes an archive, reads it back from the disk, and gives it a name that says what is in it: `<name>.<sha256>.tar`.
 * Errors:  `transfer.failed`, `cancelled`, and whatever the content throws; nothing is left behind then.
 */
export async function writeArchive(
  directory: string,
  archive: Parameters<ImageArchives['write']>[0],
  {
    onBytes,
    signal,
  }: { readonly onBytes: (bytes: number) => void; readonly signal?: AbortSignal | undefined },
): Promise<VerifiedArchive> {
  const name = archive.name.replaceAll(/[^\w.-]+/g, '-').slice(0, 100);
  const writing = join(directory, `${name}.${randomBytes(4).toString('hex')}${partial}`);
  try {
    // Only for its owner: images hold secrets more often than they should.
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await removeAbandoned(directory);
    await writeDown(writing, archive.content, { onBytes, signal });
    const scanned = await scanArchive(createReadStream(writing, { signal }), archive.of);
    const verified = verifyImage(scanned, archive.of);
    const path = join(directory, `${name}.${scanned.sha256}.tar`);
    await rename(writing, path);
    await syncFolder(directory);
    return { path, bytes: scanned.bytes, ...verified };
  } catch (thrown) {
    // What went wrong first is what is told.
    await rm(writing, { force: true }).catch(() => undefined);
    refuseAborted(signal);
    throw toAppError(thrown, archive.of);
  }
}

async function writeDown(
  path: string,
  content: AsyncIterable<Uint8Array>,
  { onBytes, signal }: Parameters<typeof writeArchive>[2],
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const chunk of content) {
      refuseAborted(signal);
      await writeWhole(file, chunk);
      bytes += chunk.byteLength;
      onBytes(bytes);
    }
    refuseAborted(signal);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A write may take less than it was given. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.byteLength) written += (await file.write(chunk, written)).bytesWritten;
}

/** The name is on the disk too. Windows has no such thing for folders. */
async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith(partial)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { force: true });
  }
}
