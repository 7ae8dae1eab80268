import { createHash } from 'node:crypto';

import { pack } from 'tar-stream';

import { seededRandom } from './seeded-random.ts';

/**
 * One layer to make. `files`: bytes of content in one or two files. `folder`: a directory only, so 0 bytes to the
 * classic store. `empty`: a tar of 1,024 zero bytes, as some builders write for a step that changed nothing.
 */
export interface LayerRecipe {
  readonly kind: 'files' | 'folder' | 'empty';
  /** Same seed and bytes, same diffID. */
  readonly seed: number;
  readonly bytes: number;
}

/** A layer as it goes into an archive. */
export interface LayerTar {
  readonly diffId: string;
  readonly tar: Buffer;
}

const epoch = new Date(1_700_000_000_000);

/** The same recipe gives the same bytes, always. */
export async function makeLayerTar(recipe: LayerRecipe): Promise<LayerTar> {
  const tar = recipe.kind === 'empty' ? Buffer.alloc(1024) : await packTar(entriesOf(recipe));
  return { tar, diffId: `sha256:${createHash('sha256').update(tar).digest('hex')}` };
}

/** One entry of an archive: a file, or a folder when its name ends in a slash. */
export interface TarEntry {
  readonly name: string;
  readonly content?: Buffer | string;
}

/** A tar archive of these entries, with nothing of this machine or this moment in it. */
export async function packTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content = '' } of entries) {
    const type = name.endsWith('/') ? 'directory' : 'file';
    archive.entry({ name, type, mtime: epoch, mode: 0o755 }, content);
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function entriesOf({ kind, seed, bytes }: LayerRecipe): TarEntry[] {
  const folder = { name: `layer-${seed}/` };
  if (kind === 'folder') return [folder];
  const first = seed % 3 === 0 ? Math.floor(bytes / 3) : bytes;
  const parts = [first, bytes - first].filter((size) => size > 0);
  return [
    folder,
    ...parts.map((size, index) => ({
      name: `layer-${seed}/${index}.bin`,
      content: noise(seed + index, size),
    })),
  ];
}

function noise(seed: number, bytes: number): Buffer {
  const random = seededRandom(seed);
  const words = new Uint32Array(Math.ceil(bytes / 4));
  for (let index = 0; index < words.length; index += 1) words[index] = random.next() * 2 ** 32;
  return Buffer.from(words.buffer, 0, bytes);
}
