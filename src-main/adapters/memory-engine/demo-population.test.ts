import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import type { AppError } from '../../domain/app-error.ts';
import { openDemoEngine } from './demo-engine.ts';
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
  expect(apparent).toBeLessThan(52e9);
  expect(Number((await engine.totals()).layersBytes)).toBeLessThan(0.6 * apparent);
});

test('the demo keeps its IDs when time goes by', async () => {
  const idsAt = async (atMs: number): Promise<readonly string[]> =>
    (await openMemoryEngine(demoPopulation(atMs)).listImages()).images.map((image) => image.id);
  expect(await idsAt(nowMs + 86_400_000 * 40)).toEqual(await idsAt(nowMs));
});

test('the demo has something for every rule', async () => {
  const engine = openMemoryEngine(demoPopulation(nowMs));
  const [{ images }, { containers }] = [await engine.listImages(), await engine.listContainers()];
  const billing = images.filter(({ tags }) =>
    tags.some((tag) => tag.startsWith('ghcr.io/acme-corp/billing:')),
  );
  expect(billing).toHaveLength(11);
  const blocking = containers.filter(({ imageId }) => billing.some(({ id }) => id === imageId));
  expect(blocking.map(({ state }) => state).toSorted()).toEqual(['exited', 'running']);
  // Several images of the same layers.
  const stacks = await Promise.all(
    ['acme/docs:latest', 'acme/docs:preview'].map(
      async (tag) => (await engine.inspectImage(tag)).stack.diffIds,
    ),
  );
  expect(stacks[0]).toEqual(stacks[1]);
  // Pulled, rebuilt by a label, here only.
  const hasLabel = (label: string): boolean => images.some(({ labels }) => labels[label] !== undefined);
  expect(hasLabel('com.docker.compose.project') && hasLabel('org.opencontainers.image.source')).toBe(true);
  expect(images.some(({ digests, labels }) => digests.length + Object.keys(labels).length === 0)).toBe(true);
  // A tag that an update took from the image before it.
  const old = images.find(({ id }) => id === engine.idOf('postgres 17 before its update'));
  expect(old?.tags).toEqual([]);
  expect(old?.digests).toEqual([expect.stringMatching(/^postgres@sha256:/)]);
});

test('the demo has registries that agree, moved on, lost it, and want a sign-in', async () => {
  const engine = openMemoryEngine(demoPopulation(nowMs));
  const answerOf = async (reference: string): Promise<string> => {
    const digest = await engine.registryDigest(reference).catch((error: AppError) => error.code);
    const { digests } = await engine.inspectImage(reference);
    return digest.startsWith('registry.') ? digest : String(digests.some((own) => own.endsWith(digest)));
  };
  expect(await answerOf('debian:12')).toBe('true');
  expect(await answerOf('ghcr.io/acme-corp/api:1.15.0')).toBe('true');
  expect(await answerOf('node:22')).toBe('false');
  expect(await answerOf('sonarqube:9.9-community')).toBe('registry.not-found');
  expect(await answerOf('registry.acme.example:5000/platform/gateway:2.4.0')).toBe('registry.unauthorized');
});

test('the demo keeps records of builds in use, idle and old', async () => {
  const engine = openMemoryEngine(demoPopulation(nowMs));
  const records = await engine.listBuildCache();
  for (const { id } of records) expect(id).toMatch(/^[a-z0-9]{25}$/);
  const ids = new Set(records.map(({ id }) => id));
  for (const { parents } of records) for (const parent of parents) expect(ids).toContain(parent);
  expect(records.some(({ inUse }) => inUse)).toBe(true);
  // A record that images share would make every promise of the demo a lower bound.
  expect(records.some(({ shared }) => shared)).toBe(false);
  expect(records.some(({ lastUsedAtMs }) => lastUsedAtMs === null)).toBe(true);
  expect(records.some(({ lastUsedAtMs }) => (lastUsedAtMs ?? nowMs) < nowMs - 90 * 86_400_000)).toBe(true);
  const { removed } = await engine.removeBuildCache([...ids]);
  expect(removed).toHaveLength(records.filter(({ inUse }) => !inUse).length);
});

test('every image of the demo comes back: those that registries have by digest, the others from an archive', async () => {
  const engine = openMemoryEngine(demoPopulation(nowMs));
  for (const { name } of (await engine.listContainers()).containers) engine.otherClient.removeContainer(name);
  const pulled = ['postgres:13-alpine', 'ghcr.io/acme-corp/billing:1.4.0'];
  for (const tag of pulled) {
    const before = await engine.inspectImage(tag);
    expect((await engine.untagImage(tag)).removedImages).toEqual([before.id]);
    await engine.pullImage(before.digests[0] ?? '', () => undefined);
    await engine.tagImage(before.id, tag);
    expect(await engine.inspectImage(tag)).toEqual(before);
  }
  for (const tag of ['acme/vision-train:2025.06', 'bookkeeping-ledger:latest']) {
    const before = await engine.inspectImage(tag);
    const archive: Uint8Array[] = [];
    for await (const part of engine.saveImages([tag])) archive.push(part);
    expect((await engine.untagImage(tag)).removedImages).toEqual([before.id]);
    await engine.loadImages(Readable.from(archive), () => undefined);
    expect(await engine.inspectImage(tag)).toEqual(before);
  }
});

test('the demo engine names no folder: the disk it would be measured by is another one', async () => {
  const engine = openDemoEngine(nowMs);
  expect(await engine.describe()).toMatchObject({ product: 'Ballast demo engine', dataRoot: '' });
  await engine.close();
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
