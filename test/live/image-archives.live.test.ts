import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { openDockerEngine } from '#main/adapters/docker-engine/open-docker-engine.ts';
import { openImageArchives } from '#main/adapters/image-archives/open-image-archives.ts';
import type { ListedImage } from '#main/ports/engine/engine-images.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { ImageArchives, VerifiedArchive } from '#main/ports/image-archives.ts';

import { engineUnderTest } from './engine-under-test.ts';
import { startEngine, type TestEngine } from './engines/start-engine.ts';
import { makeImageArchive } from './images/image-archive.ts';
import type { RecipeStep } from './images/image-recipe.ts';
import type { LayerRecipe } from './images/layer-tar.ts';

// What a real engine saves is understood, kept, and brings the same image back once it is gone.
const folder = mkdtempSync(join(tmpdir(), 'ballast-archives-'));
const archives: ImageArchives = openImageArchives(join(folder, 'saved'));
let running: TestEngine;
let engine: Engine;

const step = (seed: number, kind: LayerRecipe['kind'] = 'files'): RecipeStep => ({
  createdBy: `RUN step ${seed}`,
  layer: { kind, seed, bytes: 30_000 },
});
const metadata: RecipeStep = { createdBy: 'CMD ["x"]', layer: null };

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

beforeAll(async () => {
  running = await startEngine(engineUnderTest());
  engine = openDockerEngine(running.url);
  const tar = await makeImageArchive([
    // A layer twice, two empty ones: the forms in which saving repeats itself.
    {
      label: 'twice',
      tags: ['lab/twice:1', 'lab/twice:2'],
      steps: [step(1), step(2), step(1), metadata, step(3, 'empty'), step(4, 'empty')],
    },
    { label: 'folder', tags: ['lab/folder:1'], steps: [step(1), step(9, 'folder')] },
  ]);
  await engine.loadImages(once(tar), () => undefined);
}, 300_000);

afterAll(async () => {
  await engine.close();
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function imageOf(tag: string): Promise<ListedImage | undefined> {
  return (await engine.listImages()).images.find(({ tags }) => tags.includes(tag));
}

async function save(image: ListedImage, names: readonly string[]): Promise<VerifiedArchive> {
  const content = engine.saveImages(names);
  return archives.write({ name: 'lab', of: image.id, content }, () => undefined);
}

test.each(['lab/twice:1', 'lab/folder:1'])('%s is saved, goes, and comes back as it was', async (tag) => {
  const image = await imageOf(tag);
  if (image === undefined) throw new Error(`the engine does not have ${tag}`);
  const saved = await save(image, image.tags);
  expect(saved.references).toEqual(image.tags);
  for (const reference of image.tags) await engine.untagImage(reference);
  expect(await imageOf(tag)).toBeUndefined();
  await engine.loadImages(archives.read(saved.path), () => undefined);
  expect(await imageOf(tag)).toMatchObject({ id: image.id, tags: image.tags });
});

test('an image is saved by its ID too, and then without references', async () => {
  const image = await imageOf('lab/twice:1');
  if (image === undefined) throw new Error('the engine does not have it');
  expect(await save(image, [image.id])).toMatchObject({ references: [] });
});

test('an archive of another image is not taken for this one', async () => {
  const [image, other] = [await imageOf('lab/twice:1'), await imageOf('lab/folder:1')];
  if (image === undefined || other === undefined) throw new Error('the engine does not have them');
  const before = readdirSync(archives.directory);
  await expect(save(image, [other.id])).rejects.toMatchObject({ code: 'transfer.failed' });
  expect(readdirSync(archives.directory)).toEqual(before);
});
