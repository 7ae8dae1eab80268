import { describe, expect, test } from 'vitest';

import type { TransferProgress } from '../../../ports/engine/engine-transfers.ts';
import { copy } from '../dockerfile-steps.ts';
import { openMemoryEngine, type MemoryEngine } from '../memory-engine.ts';
import { population, type PopulationBuilder } from '../population.ts';

const ignore = (): void => undefined;
const stores = ['classic', 'containerd'] as const;

function apps(): PopulationBuilder {
  return population()
    .base('debian:12', { layers: [100_000, 20_000] })
    .image('acme/api:1', { from: 'debian:12', origin: 'pulled', steps: [copy('api /', 5_000)] });
}

async function pull(engine: MemoryEngine, reference: string): Promise<readonly TransferProgress[]> {
  const told: TransferProgress[] = [];
  await engine.pullImage(reference, (progress) => told.push(progress));
  return told;
}

async function rowOf(engine: MemoryEngine, key: string) {
  return (await engine.listImages()).images.find(({ id }) => id === engine.idOf(key));
}

describe.each(stores)('a pull (%s)', (store) => {
  test('brings back what was removed: same ID, same digests, same bytes', async () => {
    const engine = openMemoryEngine(apps(), { store });
    const [before, disk] = [await rowOf(engine, 'acme/api:1'), engine.diskBytes()];
    await engine.untagImage('acme/api:1');
    expect(await rowOf(engine, 'acme/api:1')).toBeUndefined();
    await pull(engine, 'acme/api:1');
    expect(await rowOf(engine, 'acme/api:1')).toEqual(before);
    expect(engine.diskBytes()).toBe(disk);
  });

  test('by digest brings an image without a tag; the tag can be put back', async () => {
    const engine = openMemoryEngine(apps(), { store });
    const before = await rowOf(engine, 'acme/api:1');
    const [digest = ''] = before?.digests ?? [];
    await engine.untagImage('acme/api:1');
    await pull(engine, digest);
    expect(await rowOf(engine, 'acme/api:1')).toMatchObject({ tags: [], digests: [digest] });
    await engine.tagImage(engine.idOf('acme/api:1'), 'acme/api:1');
    expect(await rowOf(engine, 'acme/api:1')).toEqual(before);
    // Both names go with the tag.
    expect((await engine.untagImage('acme/api:1')).removedImages).toEqual([engine.idOf('acme/api:1')]);
  });

  test('tells of the layers that were not there', async () => {
    const engine = openMemoryEngine(apps(), { store });
    await engine.untagImage('acme/api:1');
    const told = await pull(engine, 'acme/api:1');
    expect(told.map(({ status }) => status)).toEqual([
      'Pulling from acme/api',
      ...(store === 'classic' ? ['Already exists', 'Already exists'] : []),
      'Pulling fs layer',
      'Downloading',
      'Downloading',
      'Download complete',
      ...(store === 'classic' ? ['Extracting'] : []),
      'Pull complete',
      expect.stringMatching(/^Digest: sha256:[0-9a-f]{64}$/),
      'Status: Downloaded newer image for acme/api:1',
    ]);
    const again = await pull(engine, 'acme/api:1');
    expect(again.at(-1)?.status).toBe('Status: Image is up to date for acme/api:1');
  });

  test('of a tag that moved on leaves the old image without it', async () => {
    const engine = openMemoryEngine(apps().served('debian:12', { key: 'newer', steps: [copy('new', 70)] }), {
      store,
    });
    const old = await rowOf(engine, 'debian:12');
    const digest = await engine.registryDigest('debian:12');
    expect(old?.digests).not.toContain(`debian@${digest}`);
    await pull(engine, 'debian:12');
    const now = await rowOf(engine, 'debian:12');
    expect(now).toMatchObject({ tags: [], digests: store === 'classic' ? old?.digests : [] });
    const { id, digests } = await engine.inspectImage('debian:12');
    expect([id === old?.id, digests]).toEqual([false, [`debian@${digest}`]]);
    // The registry still has it under its digest.
    expect(await engine.registryDigest(old?.digests[0] ?? '')).toBe(old?.digests[0]?.split('@')[1]);
  });

  test('of an image of several platforms fetches the engine’s own only', async () => {
    const otherPlatforms = [{ platform: 'linux/arm64', steps: [copy('arm', 6_000)], isAvailable: true }];
    const engine = openMemoryEngine(population().base('multi:1', { layers: [4_000], otherPlatforms }), {
      store,
    });
    const before = await rowOf(engine, 'multi:1');
    await engine.untagImage('multi:1');
    await pull(engine, before?.digests[0] ?? '');
    const after = await rowOf(engine, 'multi:1');
    expect(after).toMatchObject({ id: before?.id, digests: before?.digests });
    expect(after?.manifests.map(({ available }) => available)).toEqual(
      store === 'classic' ? [] : [true, false],
    );
  });
});

describe('a registry', () => {
  test('that is down, refuses or limits says so, until it is up again', async () => {
    const engine = openMemoryEngine(apps());
    for (const [state, code] of [
      ['down', 'registry.unreachable'],
      ['refuses', 'registry.unauthorized'],
      ['limits', 'registry.rate-limited'],
    ] as const) {
      engine.registry.setState('docker.io', state);
      await expect(engine.registryDigest('debian:12')).rejects.toMatchObject({ code });
      await expect(engine.pullImage('debian:12', ignore)).rejects.toMatchObject({ code });
    }
    engine.registry.setState('docker.io', 'up');
    await expect(engine.registryDigest('debian:12')).resolves.toMatch(/^sha256:/);
  });

  test('may have lost an image under every name, as a population says', async () => {
    const engine = openMemoryEngine(apps().served('debian:stable', 'debian:12').withdrawn('debian:12'));
    const digest = (await rowOf(engine, 'debian:12'))?.digests[0] ?? '';
    for (const reference of ['debian:12', 'debian:stable', digest]) {
      await expect(engine.registryDigest(reference)).rejects.toMatchObject({ code: 'registry.not-found' });
    }
    await expect(engine.registryDigest('acme/api:1')).resolves.toMatch(/^sha256:/);
  });

  test('does not have what was only built', async () => {
    const engine = openMemoryEngine(apps().image('acme/own:1', { from: 'debian:12' }));
    await expect(engine.registryDigest('acme/own:1')).rejects.toMatchObject({ code: 'registry.not-found' });
  });

  test.each(stores)('has what was pushed, and gives the same image back (%s)', async (store) => {
    const content = apps().image('acme/own:1', {
      from: 'debian:12',
      steps: [copy('own', 80)],
      servedAs: ['ghcr.io/acme/own:1'],
    });
    const engine = openMemoryEngine(content, { store });
    const digest = await engine.registryDigest('ghcr.io/acme/own:1');
    if (store === 'classic') {
      expect((await rowOf(engine, 'acme/own:1'))?.digests).toEqual([`ghcr.io/acme/own@${digest}`]);
    }
    await engine.removeImage(engine.idOf('acme/own:1')).catch(() => engine.untagImage('acme/own:1'));
    await pull(engine, `ghcr.io/acme/own@${digest}`);
    expect((await rowOf(engine, 'acme/own:1'))?.digests).toEqual([`ghcr.io/acme/own@${digest}`]);
  });
});

describe('faults', () => {
  test.each(stores)('cut a pull in its middle: nothing has changed (%s)', async (store) => {
    const engine = openMemoryEngine(apps(), { store });
    await engine.untagImage('acme/api:1');
    const [before, disk] = [await engine.listImages(), engine.diskBytes()];
    engine.faults.add('pullImage', { kind: 'cut', afterItems: 4 }, { times: 1 });
    const told: TransferProgress[] = [];
    await expect(engine.pullImage('acme/api:1', (one) => told.push(one))).rejects.toMatchObject({
      code: 'transfer.failed',
    });
    expect(told).toHaveLength(4);
    expect([await engine.listImages(), engine.diskBytes()]).toEqual([before, disk]);
    await pull(engine, 'acme/api:1');
    expect(await rowOf(engine, 'acme/api:1')).toBeDefined();
  });

  test('hang a pull in its middle, until the caller gives up or the engine goes', async () => {
    const engine = openMemoryEngine(apps());
    await engine.untagImage('acme/api:1');
    engine.faults.add('pullImage', { kind: 'hang', afterItems: 2 });
    for (const [end, code] of [
      ['abort', 'cancelled'],
      ['stop', 'transfer.failed'],
    ] as const) {
      const abort = new AbortController();
      const reached = Promise.withResolvers<void>();
      let told = 0;
      const pulling = engine.pullImage(
        'acme/api:1',
        () => (told += 1) === 2 && reached.resolve(),
        abort.signal,
      );
      await reached.promise;
      if (end === 'abort') abort.abort();
      else engine.stop();
      await expect(pulling).rejects.toMatchObject({ code });
    }
  });

  test('refuse with a code, for one reference', async () => {
    const engine = openMemoryEngine(apps());
    engine.faults.add(
      'registryDigest',
      { kind: 'fail', code: 'registry.rate-limited' },
      { subject: 'debian:12' },
    );
    await expect(engine.registryDigest('debian:12')).rejects.toMatchObject({ code: 'registry.rate-limited' });
    await expect(engine.registryDigest('acme/api:1')).resolves.toBeDefined();
  });

  test('a pull waits before each frame as the latency model says', async () => {
    const waits: number[] = [];
    const engine = openMemoryEngine(apps(), {
      latency: (operation) => (operation === 'pullImage' ? 7 : 0),
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
    });
    const told = await pull(engine, 'debian:12');
    // Once for the call, and once for each frame.
    expect(waits).toEqual(Array(1 + told.length).fill(7));
  });
});
