import { describe, expect, test } from 'vitest';

import { copy } from './dockerfile-steps.ts';
import type { MemoryEngineOptions } from './engine-options.ts';
import { openMemoryEngine, type MemoryEngine } from './memory-engine.ts';
import { population } from './population.ts';

function openMulti(options: MemoryEngineOptions = {}): MemoryEngine {
  const otherPlatforms = [
    { platform: 'linux/arm64', steps: [copy('arm', 6_000)], isAvailable: true },
    { platform: 'linux/s390x', steps: [copy('big', 6_000)], isAvailable: false },
  ];
  const content = population().base('multi:1', { layers: [4_000], otherPlatforms, hasAttestation: true });
  return openMemoryEngine(content, { store: 'containerd', removesPlatforms: true, ...options });
}

async function availableOf(engine: MemoryEngine): Promise<readonly (readonly [string, boolean])[]> {
  const [row] = (await engine.listImages()).images;
  return (row?.manifests ?? []).map(({ platform, available }) => [platform, available] as const);
}

describe('removing single platforms', () => {
  test('takes their content, and the image keeps its ID and its names', async () => {
    const engine = openMulti();
    const id = engine.idOf('multi:1');
    const [before, disk] = [(await engine.listImages()).images[0], engine.diskBytes()];
    const arm = before?.manifests.find(({ platform }) => platform === 'linux/arm64');
    await engine.removePlatforms(id, ['linux/arm64']);
    expect(await availableOf(engine)).toEqual([
      ['linux/amd64', true],
      ['linux/arm64', false],
      ['linux/s390x', false],
      ['unknown/unknown', true],
    ]);
    const after = (await engine.listImages()).images[0];
    expect(after).toMatchObject({ id, tags: before?.tags, digests: before?.digests });
    expect(disk - engine.diskBytes()).toBe(arm?.contentBytes);
    await expect(engine.inspectImage('multi:1', { platform: 'linux/arm64' })).rejects.toMatchObject({
      code: 'engine.not-found',
    });
  });

  test('of the engine’s own platform takes its snapshots; a pull brings it back', async () => {
    const engine = openMulti();
    const [before, disk] = [(await engine.listImages()).images[0], engine.diskBytes()];
    const own = before?.manifests[0];
    await engine.removePlatforms(engine.idOf('multi:1'), ['linux/amd64']);
    expect(disk - engine.diskBytes()).toBe(Number(own?.contentBytes) + Number(own?.unpackedBytes));
    expect((await engine.inspectImage('multi:1')).platform).toBe('linux/arm64');
    await engine.pullImage('multi:1', () => undefined);
    expect((await engine.listImages()).images[0]).toEqual(before);
    expect(engine.diskBytes()).toBe(disk);
  });

  test.each([
    ['the last ones', ['linux/amd64', 'linux/arm64'], 'engine.conflict'],
    ['one that was never fetched', ['linux/s390x'], 'engine.not-found'],
    ['one the image does not have', ['linux/riscv64'], 'engine.not-found'],
  ])('%s is refused', async (_, platforms, code) => {
    const engine = openMulti();
    const before = await availableOf(engine);
    await expect(engine.removePlatforms(engine.idOf('multi:1'), platforms)).rejects.toMatchObject({ code });
    expect(await availableOf(engine)).toEqual(before);
  });

  test('one that a container stands on is refused, another is not', async () => {
    const engine = openMulti();
    engine.otherClient.runContainer('user', { image: 'multi:1', state: 'exited' });
    const id = engine.idOf('multi:1');
    await expect(engine.removePlatforms(id, ['linux/amd64'])).rejects.toMatchObject({
      code: 'engine.conflict',
    });
    await engine.removePlatforms(id, ['linux/arm64']);
    expect((await availableOf(engine))[0]).toEqual(['linux/amd64', true]);
  });

  test.each([{}, { store: 'classic', removesPlatforms: true }] as const)(
    'is a capability: not of %j',
    async (options) => {
      const engine = openMemoryEngine(population().base('a:1', { layers: [1] }), options);
      expect((await engine.describe()).capabilities.removesPlatforms).toBe(false);
      await expect(engine.removePlatforms(engine.idOf('a:1'), ['linux/amd64'])).rejects.toMatchObject({
        code: 'engine.unsupported',
      });
    },
  );
});
