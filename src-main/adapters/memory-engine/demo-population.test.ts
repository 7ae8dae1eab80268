import { expect, test } from 'vitest';

import { demoPopulation } from './demo-population.ts';
import { largePopulation } from './large-population.ts';
import { openMemoryEngine } from './memory-engine.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);

test.each(['classic', 'containerd'] as const)('the demo is a busy laptop (%s)', async (store) => {
  const engine = openMemoryEngine(demoPopulation(nowMs), { store });
  const [{ images }, { containers }] = [await engine.listImages(), await engine.listContainers()];
  const parents = new Set(images.map((image) => image.parentId));
  const untagged = images.filter((image) => image.tags.length === 0);
  expect(images.length).toBeGreaterThanOrEqual(70);
  expect(images.length).toBeLessThanOrEqual(120);
  expect(untagged.filter((image) => !parents.has(image.id)).length).toBeGreaterThanOrEqual(20);
  expect(untagged.filter((image) => parents.has(image.id)).length).toBeGreaterThanOrEqual(3);
  expect(images.some((image) => image.tags.length >= 2)).toBe(true);
  expect(images.every((image) => image.createdAtMs < nowMs)).toBe(true);
  // A dangling image that a stopped container still uses.
  const used = new Set(containers.map((container) => container.imageId));
  expect(untagged.some((image) => used.has(image.id))).toBe(true);
  for (const state of ['running', 'exited', 'created', 'paused']) {
    expect(containers.some((container) => container.state === state)).toBe(true);
  }
});

test('the demo shares most of what it seems to hold', async () => {
  const engine = openMemoryEngine(demoPopulation(nowMs));
  const { images } = await engine.listImages();
  const apparent = images.reduce((sum, image) => sum + Number(image.bytes), 0);
  expect(apparent).toBeGreaterThan(30e9);
  expect(apparent).toBeLessThan(48e9);
  expect(Number((await engine.totals()).layersBytes)).toBeLessThan(0.6 * apparent);
});

test('the demo keeps its IDs when time goes by', async () => {
  const idsAt = async (atMs: number): Promise<readonly string[]> =>
    (await openMemoryEngine(demoPopulation(atMs)).listImages()).images.map((image) => image.id);
  expect(await idsAt(nowMs + 86_400_000 * 40)).toEqual(await idsAt(nowMs));
});

test('a large population is the same for the same seed', async () => {
  const idsOf = async (seed: number): Promise<readonly string[]> => {
    const engine = openMemoryEngine(largePopulation({ imageCount: 200, seed }));
    return (await engine.listImages()).images.map((image) => image.id);
  };
  expect(await idsOf(7)).toEqual(await idsOf(7));
  expect(await idsOf(7)).not.toEqual(await idsOf(8));
  expect(new Set(await idsOf(7)).size).toBe(200);
});
