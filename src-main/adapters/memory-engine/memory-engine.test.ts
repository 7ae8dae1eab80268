import { describe, expect, test } from 'vitest';

import { AppError } from '../../domain/app-error.ts';
import type { EngineEvent } from '../../ports/engine/engine-events.ts';
import { copy, run, setting, workdir } from './dockerfile-steps.ts';
import { classicLatency, containerdLatency } from './latency.ts';
import { openMemoryEngine, type MemoryEngine } from './memory-engine.ts';
import { population, type PopulationBuilder } from './population.ts';

const rejection = (code: string): unknown => expect.objectContaining({ code }) as unknown;

function apps(): PopulationBuilder {
  return population()
    .base('debian:12', { layers: [100_000, 20_000] })
    .image('acme/api:1', { from: 'debian:12', steps: [copy('api /', 5_000), setting('CMD ["api"]')] })
    .image('acme/web:1', { from: 'debian:12', steps: [copy('web /', 7_000)] });
}

async function bytesOf(engine: MemoryEngine, key: string): Promise<unknown> {
  const { images } = await engine.listImages();
  return images.find((image) => image.id === engine.idOf(key))?.bytes;
}

/** What the event stream still remembers. */
async function remembered(engine: MemoryEngine): Promise<readonly EngineEvent[]> {
  const seen: EngineEvent[] = [];
  const abort = new AbortController();
  const stream = engine.events({ sinceMs: 0 }, abort.signal)[Symbol.asyncIterator]();
  for (;;) {
    const next = stream.next();
    const settled = await Promise.race([next, new Promise<'quiet'>((done) => setTimeout(done, 0, 'quiet'))]);
    if (settled === 'quiet' || settled.done === true) break;
    seen.push(settled.value);
  }
  abort.abort();
  return seen;
}

describe('a population', () => {
  test('gets the same IDs on every opening, other ones per store', () => {
    const first = openMemoryEngine(apps()).idOf('acme/api:1');
    expect(openMemoryEngine(apps()).idOf('acme/api:1')).toBe(first);
    expect(openMemoryEngine(apps(), { store: 'containerd' }).idOf('acme/api:1')).not.toBe(first);
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('built twice under one tag leaves the first build dangling', async () => {
    const engine = openMemoryEngine(
      apps().image('acme/api:1', { key: 'rebuilt', from: 'debian:12', steps: [copy('api2 /', 5_001)] }),
    );
    const { images } = await engine.listImages();
    expect(images.filter((image) => image.tags.length === 0)).toHaveLength(1);
    expect((await engine.inspectImage('acme/api:1')).id).toBe(engine.idOf('rebuilt'));
    expect(engine.idOf('acme/api:1')).not.toBe(engine.idOf('rebuilt'));
  });

  test('gives a tag to an earlier image as well', async () => {
    const engine = openMemoryEngine(apps().tag('debian:12', 'acme/web:1'));
    expect((await engine.inspectImage('acme/web:1')).id).toBe(engine.idOf('debian:12'));
  });

  test('of the legacy builder has an image per step, each the parent of the next', async () => {
    const steps = [run('make', 300), workdir('/srv'), copy('. .', 40)];
    const engine = openMemoryEngine(apps().image('old:1', { from: 'debian:12', steps, isLegacy: true }));
    const { images } = await engine.listImages();
    const parents = new Map(images.map((image) => [image.id, image.parentId]));
    const chain = [engine.idOf('old:1')];
    for (let at = parents.get(engine.idOf('old:1')); at != null; at = parents.get(at)) chain.push(at);
    expect(chain).toEqual(['old:1', 'old:1~2', 'old:1~1', 'debian:12'].map((key) => engine.idOf(key)));
    const history = await engine.imageHistory('old:1');
    expect(history.slice(-3).map((step) => step.imageId)).toEqual(chain.slice(0, 3).toReversed());
    // The legacy builder makes no layer for a WORKDIR.
    expect((await engine.inspectImage('old:1')).stack.diffIds).toHaveLength(4);
  });

  test('pulled has digests on the classic store', async () => {
    const engine = openMemoryEngine(apps());
    const { images } = await engine.listImages();
    const base = images.find((image) => image.tags.includes('debian:12'));
    expect(base?.digests).toEqual([expect.stringMatching(/^debian@sha256:[0-9a-f]{64}$/)]);
    expect(base?.digests[0]).not.toContain(base?.id);
  });
});

describe('bytes', () => {
  test('the same change over another parent is stored twice', async () => {
    const engine = openMemoryEngine(
      population()
        .base('a:1', { layers: [100] })
        .base('b:1', { layers: [200] })
        .image('x:1', { from: 'a:1', steps: [copy('same', 1_000)] })
        .image('y:1', { from: 'b:1', steps: [copy('same', 1_000)] }),
    );
    expect((await engine.totals()).layersBytes).toBe(2_300);
    const [x, y] = [await engine.inspectImage('x:1'), await engine.inspectImage('y:1')];
    expect(x.stack.diffIds[1]).toBe(y.stack.diffIds[1]);
  });

  test('what only a container holds is on disk, and in no total (classic)', async () => {
    const engine = openMemoryEngine(apps());
    engine.otherClient.runContainer('web', { image: 'acme/web:1', state: 'exited' });
    const reply = engine.otherClient.removeImage('acme/web:1', { isForced: true });
    expect(reply.removedImages).toEqual([engine.idOf('acme/web:1')]);
    expect(reply.removedChains).toEqual([]);
    expect((await engine.totals()).layersBytes).toBe(125_000);
    expect(engine.diskBytes()).toBe(132_000);
    engine.otherClient.removeContainer('web');
    expect(engine.diskBytes()).toBe(125_000);
  });

  test('what the build cache holds stays on disk, and is shared until the image goes', async () => {
    const engine = openMemoryEngine(apps().cacheRecord('c1', { bytes: 5_000, holdsLayersOf: 'acme/api:1' }));
    expect(await engine.buildCache()).toEqual({ recordCount: 1, bytes: 5_000, sharedBytes: 5_000 });
    const reply = await engine.removeImage(engine.idOf('acme/api:1'));
    expect(reply.removedChains).toEqual([]);
    expect((await engine.totals()).layersBytes).toBe(127_000);
    expect(engine.diskBytes()).toBe(132_000);
    expect((await engine.buildCache()).sharedBytes).toBe(0);
    engine.otherClient.pruneBuildCache();
    expect(engine.diskBytes()).toBe(127_000);
  });

  test('of the containerd store are snapshots and content, each blob once', async () => {
    const engine = openMemoryEngine(apps(), { store: 'containerd' });
    const { images } = await engine.listImages();
    const apart = images.reduce((sum, image) => sum + Number(image.bytes), 0);
    const total = Number((await engine.totals()).layersBytes);
    expect(total).toBeLessThan(apart);
    const before = engine.diskBytes();
    await engine.removeImage(engine.idOf('acme/api:1'));
    // Its own snapshot, its layer blob, manifest and config.
    const freed = before - engine.diskBytes();
    expect(freed).toBeGreaterThan(8_192 + 1_900);
    expect(freed).toBe(total - Number((await engine.totals()).layersBytes));
  });

  test('a load of a known chain holds no snapshots: they go with the image that does (ENGINES §3.3)', async () => {
    const base = population().base('base:1', { layers: [50_000] });
    const app = population()
      .base('base:1', { layers: [50_000] })
      .image('app:1', { from: 'base:1', steps: [copy('app', 9_000)] });
    const engine = openMemoryEngine(undefined, { store: 'containerd' });
    engine.otherClient.loadImages({ ...app, images: app.images.slice(1) });
    engine.otherClient.loadImages(base);
    const before = Number(await bytesOf(engine, 'base:1'));
    await engine.removeImage(engine.idOf('app:1'));
    expect(before - Number(await bytesOf(engine, 'base:1'))).toBe(57_344);
    engine.otherClient.runContainer('again', { image: 'base:1' });
    expect(await bytesOf(engine, 'base:1')).toBe(before);
  });

  test('of another platform are content only', async () => {
    const otherPlatforms = [{ platform: 'linux/arm64', steps: [copy('arm', 6_000)], isAvailable: true }];
    const engine = openMemoryEngine(
      population().base('multi:1', { layers: [4_000], otherPlatforms, hasAttestation: true }),
      { store: 'containerd' },
    );
    const [row] = (await engine.listImages()).images;
    expect(row?.manifests.map(({ kind, platform }) => [kind, platform])).toEqual([
      ['image', 'linux/amd64'],
      ['image', 'linux/arm64'],
      ['attestation', 'unknown/unknown'],
    ]);
    expect(row?.manifests.map(({ unpackedBytes }) => unpackedBytes)).toEqual([8_192, 0, 0]);
    const arm = await engine.inspectImage('multi:1', { platform: 'linux/arm64' });
    expect(arm.stack.platform).toBe('linux/arm64');
    expect(arm.id).toBe(row?.id);
    expect((await engine.imageHistory('multi:1', { platform: 'linux/arm64' })).map((s) => s.bytes)).toEqual([
      0,
    ]);
  });
});

describe('removal', () => {
  const legacy = (): PopulationBuilder =>
    apps().image('old:1', { from: 'debian:12', steps: [run('make', 300), copy('. .', 40)], isLegacy: true });

  test('never takes untagged parents along: the last one surfaces as dangling (classic)', async () => {
    const engine = openMemoryEngine(legacy());
    const reply = await engine.untagImage('old:1');
    expect(reply.removedImages).toEqual([engine.idOf('old:1')]);
    expect(await bytesOf(engine, 'old:1~1')).toBe(120_300);
    await engine.removeImage(engine.idOf('old:1~1'));
    expect(await bytesOf(engine, 'old:1~1')).toBeUndefined();
  });

  test('of a tagged parent on the containerd store leaves it dangling, and calls it deleted', async () => {
    const engine = openMemoryEngine(legacy(), { store: 'containerd' });
    const id = engine.idOf('debian:12');
    expect((await engine.removeImage(id)).removedImages).toEqual([id]);
    const { images } = await engine.listImages();
    expect(images.find((image) => image.id === id)?.tags).toEqual([]);
  });

  test.each(['running', 'paused'] as const)(
    'a %s container is told apart from a stopped one',
    async (state) => {
      const engine = openMemoryEngine(apps().container('api', { image: 'acme/api:1', state }));
      await expect(engine.removeImage(engine.idOf('acme/api:1'))).rejects.toMatchObject({
        code: 'engine.conflict',
        detail: expect.stringMatching(
          /^conflict: unable to delete [0-9a-f]{12} \(cannot be forced\) - image is being used by running container [0-9a-f]{12}$/,
        ) as unknown,
      });
    },
  );

  test('by force of a running image drops its name only', async () => {
    for (const store of ['classic', 'containerd'] as const) {
      const engine = openMemoryEngine(apps().container('api', { image: 'acme/api:1' }), { store });
      const reply = engine.otherClient.removeImage('acme/api:1', { isForced: true });
      expect(reply).toEqual({ untagged: ['acme/api:1'], removedImages: [], removedChains: [] });
      const [container] = (await engine.listContainers()).containers;
      expect(container?.imageReference).toBe(engine.idOf('acme/api:1'));
    }
  });

  test('digests of a repository go with its last tag (classic)', async () => {
    const engine = openMemoryEngine(apps().tag('debian:12', 'mirror/debian:12'));
    const reply = await engine.untagImage('debian:12');
    expect(reply.untagged).toHaveLength(2);
    expect(reply.untagged[1]).toMatch(/^debian@sha256:/);
    expect(reply.removedImages).toEqual([]);
  });

  test('by ID with one tag and its own digest is no conflict (classic)', async () => {
    const engine = openMemoryEngine(population().base('alpine:3', { layers: [10] }));
    const reply = await engine.removeImage(engine.idOf('alpine:3'));
    expect(reply.untagged).toHaveLength(2);
    expect(reply.removedChains).toHaveLength(1);
  });
});

describe('faults', () => {
  test('fail with a code, for one subject, for so many calls', async () => {
    const engine = openMemoryEngine(apps());
    const subject = engine.idOf('acme/api:1');
    engine.faults.add('inspectImage', { kind: 'fail', code: 'engine.bad-answer' }, { subject, times: 1 });
    await expect(engine.inspectImage('acme/web:1')).resolves.toBeDefined();
    await expect(engine.inspectImage(subject)).rejects.toEqual(rejection('engine.bad-answer'));
    await expect(engine.inspectImage(subject)).resolves.toBeDefined();
  });

  test('strike after so many calls', async () => {
    const engine = openMemoryEngine(apps());
    engine.faults.add('imageHistory', { kind: 'cut' }, { afterCalls: 2 });
    await engine.imageHistory('acme/api:1');
    await engine.imageHistory('acme/api:1');
    await expect(engine.imageHistory('acme/api:1')).rejects.toEqual(rejection('engine.unreachable'));
    engine.faults.clear();
    await expect(engine.imageHistory('acme/api:1')).resolves.toBeDefined();
  });

  test('cut the answer of a removal that happened', async () => {
    const engine = openMemoryEngine(apps());
    engine.faults.add('removeImage', { kind: 'cut' });
    const id = engine.idOf('acme/api:1');
    await expect(engine.removeImage(id)).rejects.toEqual(rejection('engine.unreachable'));
    await expect(engine.inspectImage(id)).rejects.toEqual(rejection('engine.not-found'));
  });

  test('make rows nobody understands', async () => {
    const engine = openMemoryEngine(apps());
    engine.faults.add('listImages', { kind: 'bad-rows', count: 2 });
    const { images, skipped } = await engine.listImages();
    expect([images.length, skipped.length]).toEqual([1, 2]);
    expect(skipped[0]?.answer).toBe('GET /images/json');
  });

  test('hang until the caller gives up, or the engine goes', async () => {
    const engine = openMemoryEngine(apps());
    engine.faults.add('totals', { kind: 'hang' });
    const abort = new AbortController();
    const given = engine.totals(abort.signal);
    abort.abort();
    await expect(given).rejects.toEqual(rejection('cancelled'));
    const left = engine.totals();
    engine.stop();
    await expect(left).rejects.toEqual(rejection('engine.unreachable'));
  });

  test('cut a stream of events after so many', async () => {
    const engine = openMemoryEngine(apps());
    engine.faults.add('events', { kind: 'cut', afterItems: 1 });
    engine.otherClient.tagAs('acme/api:1', 'acme/api:2');
    const seen: EngineEvent[] = [];
    const reading = (async () => {
      for await (const event of engine.events({ sinceMs: 0 }, new AbortController().signal)) seen.push(event);
    })();
    await expect(reading).rejects.toBeInstanceOf(AppError);
    expect(seen).toHaveLength(1);
  });

  test('wait as long as the latency model says', async () => {
    const waits: number[] = [];
    const engine = openMemoryEngine(apps(), {
      latency: (operation, imageCount) => (operation === 'listImages' ? 12 * imageCount : 0),
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
    });
    await engine.ping();
    await engine.listImages();
    engine.faults.add('ping', { kind: 'delay', ms: 5 });
    await engine.ping();
    expect(waits).toEqual([36, 5]);
  });

  test('the measured models tell the stores apart', async () => {
    for (const [latency, expected] of [
      [classicLatency, [0.375, 0.5]],
      [containerdLatency, [36, 5.099]],
    ] as const) {
      const waits: number[] = [];
      const sleep = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
      const engine = openMemoryEngine(apps(), { latency, sleep });
      await engine.listImages();
      await engine.inspectImage('acme/api:1');
      expect(waits).toEqual(expected);
    }
  });

  test('a stopped engine keeps its disk and forgets its events', async () => {
    const engine = openMemoryEngine(apps());
    engine.otherClient.tagAs('acme/api:1', 'acme/api:2');
    expect(await remembered(engine)).toHaveLength(1);
    engine.stop();
    engine.start();
    expect((await engine.inspectImage('acme/api:2')).tags).toEqual(['acme/api:1', 'acme/api:2']);
    expect(await remembered(engine)).toEqual([]);
  });

  test('a closed engine does not start again', async () => {
    const engine = openMemoryEngine(apps());
    await engine.close();
    engine.start();
    await expect(engine.ping()).rejects.toEqual(rejection('engine.unreachable'));
  });
});

describe('events of another client', () => {
  const actionsOf = async (engine: MemoryEngine): Promise<readonly string[]> =>
    (await remembered(engine)).map(({ type, action }) => `${type} ${action}`);

  test('come as real engines tell them', async () => {
    const engine = openMemoryEngine(apps());
    const { otherClient } = engine;
    otherClient.pullImages(population().base('redis:7', { layers: [9] }));
    otherClient.loadImages(population().base('redis:6', { layers: [8] }));
    otherClient.buildImages(population().image('acme/new:1', { steps: [copy('new', 7)] }));
    otherClient.runContainer('new', { image: 'acme/new:1' });
    otherClient.stopContainer('new');
    otherClient.removeContainer('new');
    expect(await actionsOf(engine)).toEqual([
      'image pull',
      'image load',
      'image tag',
      'container create',
      'container start',
      'container die',
      'container destroy',
    ]);
    const [pull, load] = await remembered(engine);
    expect([pull?.actorId, pull?.name]).toEqual(['redis:7', 'redis']);
    expect([load?.actorId, load?.name]).toEqual([engine.idOf('redis:6'), engine.idOf('redis:6')]);
  });

  test('are silent for a build on Docker 20.10', async () => {
    const engine = openMemoryEngine(apps(), { apiVersion: '1.41' });
    engine.otherClient.buildImages(population().image('acme/new:1', { steps: [copy('new', 7)] }));
    expect(await actionsOf(engine)).toEqual([]);
  });

  test('only the last 256 are remembered', async () => {
    const engine = openMemoryEngine(apps(), { clock: { now: () => 1_000 } });
    for (let tag = 0; tag < 300; tag += 1) engine.otherClient.tagAs('acme/api:1', `acme/api:t${tag}`);
    const seen = await remembered(engine);
    expect(seen).toHaveLength(256);
    expect(seen[0]?.name).toBe('acme/api:t44');
    // The clock stands still; the times do not.
    expect(new Set(seen.map(({ timeNano }) => timeNano)).size).toBe(256);
  });
});
