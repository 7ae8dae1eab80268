import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import {
  digestOf,
  packSaved,
  savedByDocker20,
  savedByDocker28,
  type SavedEntry,
  type SavedImage,
  savedIndex,
} from '#test/support/saved-archives.ts';

import { AppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ImageArchives, VerifiedArchive } from '../../ports/image-archives.ts';
import { openImageArchives } from './open-image-archives.ts';

let root: string;
let archives: ImageArchives;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-archives-'));
  archives = openImageArchives(join(root, 'saved'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Bytes as an engine sends them: in pieces that end anywhere. */
async function* inPieces(bytes: Buffer, pieceBytes = 700): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    await Promise.resolve();
    yield bytes.subarray(at, at + pieceBytes);
  }
}

async function save(entries: readonly SavedEntry[], of: ImageId): Promise<VerifiedArchive> {
  const content = inPieces(await packSaved(entries));
  return archives.write({ name: 'app', of, content }, () => undefined);
}

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same archive with some entries changed; null leaves one out. */
function changed(
  { entries }: SavedImage,
  change: (entry: SavedEntry) => SavedEntry | null,
): readonly SavedEntry[] {
  return entries.flatMap((entry) => change(entry) ?? []);
}

const without =
  (name: string | undefined) =>
  (entry: SavedEntry): SavedEntry | null =>
    entry.name === name ? null : entry;

/** Nothing is left behind, and the words say what was wrong. */
async function expectRefused(
  saving: Promise<unknown>,
  words: string | RegExp,
  code = 'transfer.failed',
): Promise<void> {
  await expect(saving).rejects.toMatchObject({ code, detail: expect.stringMatching(words) as string });
  expect(existsSync(archives.directory) ? readdirSync(archives.directory) : []).toEqual([]);
}

const good: readonly (readonly [string, SavedImage, readonly string[], number])[] = [
  ['Docker 20.10', savedByDocker20(), ['app:1', 'app:2'], 3],
  ['Docker 20.10, untagged', savedByDocker20(null), [], 3],
  ['Docker 28, classic store', savedByDocker28('classic'), ['app:1'], 4],
  ['Docker 28, containerd store', savedByDocker28('containerd'), ['app:1'], 4],
  ['an index whole', savedIndex('whole', 'whole'), [], 12],
  ['an index of which one platform was pulled', savedIndex('whole', 'manifest'), [], 9],
  ['an index that has nothing of the other platform', savedIndex('nothing', 'whole'), [], 8],
  [
    'an OCI archive of a classic store',
    { ...savedByDocker28('classic'), entries: changed(savedByDocker28('classic'), without('manifest.json')) },
    ['app:1'],
    4,
  ],
];

describe('an archive that is whole', () => {
  test.each(good)('of %s is kept, and comes back to the byte', async (_, image, references, blobCount) => {
    const seen: number[] = [];
    const bytes = await packSaved(image.entries);
    const saved = await archives.write({ name: 'app', of: image.of, content: inPieces(bytes) }, (count) =>
      seen.push(count),
    );
    expect(saved).toMatchObject({ bytes: bytes.byteLength, references });
    expect(saved.blobs).toHaveLength(blobCount);
    expect(seen.at(-1)).toBe(bytes.byteLength);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(readdirSync(archives.directory)).toHaveLength(1);
    expect(Buffer.compare(await bytesOf(archives.read(saved.path)), bytes)).toBe(0);
  });

  test('tells each blob that was compared, with its bytes', async () => {
    const image = savedByDocker20();
    const { blobs } = await save(image.entries, image.of);
    expect(blobs).toContainEqual({ digest: digestOf('first layer'), bytes: 11 });
    expect(blobs).toContainEqual({ digest: image.of, bytes: expect.any(Number) as number });
  });

  test('is for its owner only', async (context) => {
    if (process.platform === 'win32') return context.skip('Windows has other rights');
    const image = savedByDocker20();
    const { path } = await save(image.entries, image.of);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(archives.directory).mode & 0o777).toString(8)).toBe('700');
  });

  test('a name no file can have is changed, and the folder not left', async () => {
    const image = savedByDocker20();
    const content = inPieces(await packSaved(image.entries));
    const name = `../../team/app:1 ${'x'.repeat(300)}`;
    const { path } = await archives.write({ name, of: image.of, content }, () => undefined);
    expect(readdirSync(archives.directory)).toEqual([path.slice(archives.directory.length + 1)]);
  });
});

describe('an archive that is not whole is refused and removed', () => {
  const classic = savedByDocker28('classic');

  test('because a layer is missing', async () => {
    await expectRefused(save(changed(classic, without(classic.layers[1])), classic.of), /lacks layer 2/);
  });

  test('cut off anywhere', async () => {
    const bytes = await packSaved(classic.entries);
    // Every block border, and places within blocks.
    for (let end = 0; end < bytes.byteLength; end += 256) {
      const content = inPieces(bytes.subarray(0, end));
      await expectRefused(
        archives.write({ name: 'app', of: classic.of, content }, () => undefined),
        /./,
      );
    }
  });

  test('not a tar at all', async () => {
    const content = inPieces(Buffer.from('{"message":"no such image"}'.repeat(100)));
    await expectRefused(
      archives.write({ name: 'app', of: classic.of, content }, () => undefined),
      /cannot be read/,
    );
  });
});

describe('a write that breaks off leaves nothing', () => {
  const image = savedByDocker28('classic');
  const cut = async function* (error: unknown): AsyncGenerator<Uint8Array> {
    yield (await packSaved(image.entries)).subarray(0, 2000);
    throw error;
  };

  test('because the engine goes away', async () => {
    const gone = new AppError('engine.unreachable', { detail: 'connection reset' });
    const saving = archives.write({ name: 'app', of: image.of, content: cut(gone) }, () => undefined);
    await expectRefused(saving, 'connection reset', 'engine.unreachable');
  });

  test('because the disk is full', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    const saving = archives.write({ name: 'app', of: image.of, content: cut(full) }, () => undefined);
    await expectRefused(saving, /disk .* is full/);
  });

  test('because somebody says no', async () => {
    const abort = new AbortController();
    const bytes = await packSaved(image.entries);
    const saving = archives.write(
      { name: 'app', of: image.of, content: inPieces(bytes) },
      (count) => {
        if (count > 2000) abort.abort(new AppError('cancelled'));
      },
      abort.signal,
    );
    await expectRefused(saving, '', 'cancelled');
  });

  test('because there is no folder to write into', async () => {
    writeFileSync(join(root, 'saved'), 'a file');
    const content = inPieces(await packSaved(image.entries));
    await expect(
      archives.write({ name: 'app', of: image.of, content }, () => undefined),
    ).rejects.toMatchObject({
      code: 'transfer.failed',
    });
    expect(await archives.freeBytes()).toBe('unknown');
  });

  test('because the process was killed: the next write removes what lies there since long', async () => {
    await save(image.entries, image.of);
    const [old, young] = ['a.1.partial', 'b.2.partial'].map((name) => join(archives.directory, name));
    for (const path of [old, young]) writeFileSync(path ?? '', 'x');
    const yesterday = Date.now() / 1000 - 86_400;
    utimesSync(old ?? '', yesterday, yesterday);
    await save(image.entries, image.of);
    expect(readdirSync(archives.directory).filter((name) => name.endsWith('.partial'))).toEqual([
      'b.2.partial',
    ]);
  });
});

describe('what was kept', () => {
  const image = savedByDocker28('classic');

  test('is not read when a bit of it changed since, nor when it was cut', async () => {
    const { path } = await save(image.entries, image.of);
    const bytes = readFileSync(path);
    for (const other of [
      Buffer.from(bytes.map((byte, at) => (at === 600 ? byte ^ 1 : byte))),
      bytes.subarray(0, -512),
    ]) {
      writeFileSync(path, other);
      await expect(bytesOf(archives.read(path))).rejects.toMatchObject({
        code: 'transfer.failed',
        detail: expect.stringContaining('changed or damaged') as string,
      });
    }
  });

  test('is not read when it is gone, or was never ours', async () => {
    await expect(bytesOf(archives.read(join(archives.directory, 'x.tar')))).rejects.toMatchObject({
      code: 'transfer.failed',
    });
    writeFileSync(join(root, 'x.tar'), 'x');
    await expect(bytesOf(archives.read(join(root, 'x.tar')))).rejects.toMatchObject({
      detail: expect.stringContaining('not a saved image') as string,
    });
  });

  test('is removed once; what lies elsewhere is not', async () => {
    const { path } = await save(image.entries, image.of);
    await archives.remove(path);
    await archives.remove(path);
    expect(readdirSync(archives.directory)).toEqual([]);
    writeFileSync(join(root, 'mine'), 'x');
    await expect(archives.remove(join(archives.directory, '..', 'mine'))).rejects.toMatchObject({
      code: 'bug',
    });
    expect(existsSync(join(root, 'mine'))).toBe(true);
  });

  test('there is room for more, or none that is known', async () => {
    expect(await archives.freeBytes()).toBeGreaterThan(0);
  });
});
