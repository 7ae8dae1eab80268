import { expect, test } from 'vitest';

import { copy } from './dockerfile-steps.ts';
import { openMemoryEngine } from './memory-engine.ts';
import { cacheIdOf, population, type PopulationBuilder } from './population.ts';

const day = 86_400_000;

function built(): PopulationBuilder {
  return population()
    .image('acme/api:1', { steps: [copy('package.json .', 900), copy('. .', 70_000)] })
    .cacheRecord('context', { kind: 'source.local', bytes: 4_096, lastUsedAtMs: day, usageCount: 3 })
    .cacheRecord('modules', { bytes: 900, parents: ['context'], inUse: true })
    .cacheRecord('source', { bytes: 70_000, parents: ['modules'], holdsLayersOf: 'acme/api:1' })
    .cacheRecord('mount', { kind: 'exec.cachemount', bytes: 500 });
}

test('records are listed with what a build knows of them', async () => {
  const engine = openMemoryEngine(built());
  const records = await engine.listBuildCache();
  expect(records.map(({ id }) => id)).toEqual(records.map(({ id }) => id).toSorted());
  for (const { id } of records) expect(id).toMatch(/^[a-z0-9]{25}$/);
  const find = (key: string) => records.find(({ id }) => id === cacheIdOf(key));
  expect(find('context')).toMatchObject({
    kind: 'source.local',
    lastUsedAtMs: day,
    usageCount: 3,
    shared: false,
  });
  expect(find('modules')).toMatchObject({ inUse: true, parents: [cacheIdOf('context')] });
  expect(find('source')).toMatchObject({ bytes: 70_000, shared: true, inUse: false });
  expect(await engine.buildCache()).toEqual({ recordCount: 4, bytes: 75_496, sharedBytes: 70_000 });
});

test('a record in use stays, and what it stands on; others go, shared bytes counted too', async () => {
  const engine = openMemoryEngine(built());
  const disk = engine.diskBytes();
  const all = ['context', 'modules', 'source', 'mount'].map(cacheIdOf);
  const reply = await engine.removeBuildCache(all);
  expect(new Set(reply.removed)).toEqual(new Set([cacheIdOf('source'), cacheIdOf('mount')]));
  expect(reply.reportedBytes).toBe(70_500);
  // The image still holds the layers of the shared record.
  expect(disk - engine.diskBytes()).toBe(500);
  engine.otherClient.useCacheRecord('modules', false);
  expect((await engine.removeBuildCache(all)).removed).toEqual(['modules', 'context'].map(cacheIdOf));
  expect(await engine.listBuildCache()).toEqual([]);
  expect(await engine.buildCache()).toEqual({ recordCount: 0, bytes: 0, sharedBytes: 0 });
});

test('a record that held layers of an image that is gone gives them back', async () => {
  const engine = openMemoryEngine(built());
  await engine.removeImage(engine.idOf('acme/api:1'));
  const disk = engine.diskBytes();
  expect((await engine.listBuildCache()).some(({ shared }) => shared)).toBe(false);
  await engine.removeBuildCache([cacheIdOf('source')]);
  expect(disk - engine.diskBytes()).toBe(70_900);
});

test('a removal that is cut has happened all the same', async () => {
  const engine = openMemoryEngine(built());
  engine.faults.add('removeBuildCache', { kind: 'cut' });
  await expect(engine.removeBuildCache([cacheIdOf('mount')])).rejects.toMatchObject({
    code: 'engine.unreachable',
  });
  expect(await engine.listBuildCache()).toHaveLength(3);
});

test('a build leaves its records', async () => {
  const engine = openMemoryEngine();
  engine.otherClient.buildImages(built());
  expect(await engine.listBuildCache()).toHaveLength(4);
  engine.otherClient.pruneBuildCache();
  expect((await engine.listBuildCache()).map(({ id }) => id)).toEqual(['context', 'modules'].map(cacheIdOf));
});
