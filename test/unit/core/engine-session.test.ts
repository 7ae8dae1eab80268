import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { copy, run } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { withLog } from '#main/adapters/wrap-engine/with-log.ts';
import type { EngineFrame } from '#main/contract/views/engine-view.ts';
import { endpoint, startTestCore, viewWhere, type TestCore } from '#test/support/test-core.ts';

const small = () =>
  population()
    .base('debian:12', { layers: [100_000_000] })
    .image('app:1', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v1', 1_000)] })
    .image('app:2', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v2', 2_000)] });

async function frameWhere(started: TestCore, fits: (frame: EngineFrame) => boolean): Promise<EngineFrame> {
  for await (const frame of await started.client.engines.watch({ endpoint })) if (fits(frame)) return frame;
  throw new Error('the stream ended');
}

describe('reading an engine', () => {
  test('shows what each image costs', async () => {
    const view = await viewWhere(startTestCore(small()));
    const app = view.images.find((row) => row.tags.includes('app:1'));
    expect(app).toMatchObject({ bytes: 120_001_000, sharedBytes: 120_000_000, exclusiveBytes: 1_000 });
    expect(view.sums).toMatchObject({
      imageCount: 3,
      layerCount: 4,
      layerBytes: 120_003_000,
      isComplete: true,
    });
  });

  test('two lists, one inspect an image, no totals; the second time no inspect at all', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'ballast-core-'));
    const count = async () => {
      const calls: string[] = [];
      const started = startTestCore(small(), {
        directory,
        wrap: (engine) => withLog(engine, ({ operation }) => calls.push(operation), Date),
      });
      await viewWhere(started);
      await started.core.close();
      return calls.filter((operation) => !['describe', 'events', 'ping'].includes(operation)).toSorted();
    };
    expect(await count()).toEqual([
      'inspectImage',
      'inspectImage',
      'inspectImage',
      'listContainers',
      'listImages',
    ]);
    expect(await count()).toEqual(['listContainers', 'listImages']);
  });

  test('one image that cannot be inspected leaves the others exact, and promises "at least"', async () => {
    const started = startTestCore(small());
    started.engine.faults.add(
      'inspectImage',
      { kind: 'fail', code: 'engine.not-found' },
      { subject: started.engine.idOf('app:2') },
    );
    const view = await viewWhere(started);
    expect(view.images.find((row) => row.tags.includes('app:2'))?.layerCount).toBe('unknown');
    expect(view.reclaim.doubts).toContain('image-not-inspected');
    expect(view.sums.isComplete).toBe(false);
  });

  test('rows that cannot be understood are reported', async () => {
    const started = startTestCore(small());
    started.engine.faults.add('listImages', { kind: 'bad-rows', count: 1 });
    const view = await viewWhere(started);
    expect(view.images).toHaveLength(2);
    expect(view.skipped).toHaveLength(1);
  });

  test('tells how far it is', async () => {
    const started = startTestCore(small());
    const frame = await frameWhere(started, ({ kind }) => kind === 'loading');
    expect(frame).toMatchObject({ kind: 'loading', step: 'connecting', done: 0, total: null });
  });
});

describe('following an engine', () => {
  test('a tag by another client is seen without asking', async () => {
    const started = startTestCore(small());
    await viewWhere(started);
    const seen = viewWhere(started, (view) => view.images.some((row) => row.tags.includes('app:new')));
    setTimeout(() => started.engine.otherClient.tagAs('app:1', 'app:new'), 50);
    expect((await seen).images).toHaveLength(3);
  });

  test('a dead engine is not an empty one, and comes back by itself', async () => {
    const started = startTestCore(small());
    const abort = new AbortController();
    const kinds: string[] = [];
    let imageCount = 0;
    for await (const frame of await started.client.engines.watch({ endpoint }, { signal: abort.signal })) {
      if (frame.kind === 'loading') continue;
      if (kinds.at(-1) !== frame.kind) kinds.push(frame.kind);
      if (frame.kind === 'ready') imageCount = frame.view.images.length;
      if (kinds.length === 1 && frame.kind === 'ready') started.engine.stop();
      if (frame.kind === 'failed') {
        expect(frame.error).toMatchObject({ code: 'engine.unreachable', retry: 'now' });
        started.engine.start();
      }
      if (kinds.join() === 'ready,failed,ready') break;
    }
    expect(imageCount).toBe(3);
  });

  test('remembers what a dangling image was called', async () => {
    const started = startTestCore(small());
    await viewWhere(started);
    const id = started.engine.idOf('app:1');
    started.engine.otherClient.tagAs('app:2', 'app:1');
    const view = await viewWhere(started, ({ images }) =>
      images.some((row) => row.id === id && row.dangling),
    );
    expect(view.images.find((row) => row.id === id)?.formerReferences).toEqual(['app:1']);
  });

  test('records use and events from the first run', async () => {
    const started = startTestCore(small());
    await viewWhere(started);
    const id = started.engine.idOf('app:1');
    started.engine.otherClient.runContainer('job', { image: 'app:1' });
    const view = await viewWhere(started, ({ images }) =>
      images.some((row) => row.id === id && row.lastUsedAtMs !== null && row.containers.length === 1),
    );
    expect(view.usageKnownSinceMs).not.toBeNull();
    expect(started.store.events('ballast-memory-engine', 10).map((event) => event.action)).toContain('start');
    expect(started.store.totals('ballast-memory-engine')).toHaveLength(1);
  });
});

describe('commands', () => {
  test('a tag says which image it was taken from', async () => {
    const started = startTestCore(small());
    const outcome = await started.client.images.tag({
      endpoint,
      source: 'app:2',
      target: 'docker.io/library/app:1',
    });
    expect(outcome).toEqual({ reference: 'app:1', takenFrom: started.engine.idOf('app:1') });
  });

  test.each([
    ['UPPER:1', 'reference.invalid'],
    ['app:1@sha256:' + 'a'.repeat(64), 'reference.invalid'],
    ['app:' + 'x'.repeat(129), 'reference.invalid'],
  ])('a wrong target %s changes nothing', async (target, code) => {
    const started = startTestCore(small());
    const tagging = started.client.images.tag({ endpoint, source: 'app:1', target });
    await expect(tagging).rejects.toMatchObject({ code: 'APP_ERROR', data: { code } });
    expect((await viewWhere(started)).images.flatMap((row) => row.tags)).toHaveLength(3);
  });

  test('the last tag is not dropped without a plan', async () => {
    const started = startTestCore(small());
    await expect(started.client.images.untag({ endpoint, reference: 'app:1' })).rejects.toMatchObject({
      data: { code: 'plan.invalid' },
    });
  });

  test('a tag that names another image by now is not dropped from that one', async () => {
    const started = startTestCore(small());
    const id = started.engine.idOf('app:1');
    started.engine.otherClient.tagAs('app:2', 'app:1');
    await expect(started.client.images.untag({ endpoint, reference: 'app:1', id: id })).rejects.toMatchObject(
      { data: { code: 'engine.conflict' } },
    );
  });

  test('what is missing is not found', async () => {
    const started = startTestCore(small());
    const tagging = started.client.images.tag({ endpoint, source: 'nope:1', target: 'a:1' });
    await expect(tagging).rejects.toMatchObject({ data: { code: 'engine.not-found' } });
  });

  test('an input of the wrong shape is wrong usage, not a bug', async () => {
    const started = startTestCore(small());
    const planning = started.client.cleanup.plan({ endpoint, policy: { kind: 'everything' } as never });
    await expect(planning).rejects.toMatchObject({ data: { code: 'usage.invalid' } });
  });

  test('an endpoint nobody listed is refused', async () => {
    const started = startTestCore(small());
    await expect(started.client.engines.refresh({ endpoint: 'tcp://10.0.0.1:2375' })).rejects.toMatchObject({
      data: { code: 'usage.invalid' },
    });
  });
});

describe('one image', () => {
  test('its history stands beside its layers, and who shares them is named', async () => {
    const started = startTestCore(small());
    const id = started.engine.idOf('app:1');
    const image = await started.client.images.inspect({ endpoint, id });
    const steps = image.history === 'unknown' ? [] : image.history;
    expect(steps.filter((step) => step.kind === 'layer').map((step) => step.bytes)).toEqual([
      100_000_000, 20_000_000, 1_000,
    ]);
    expect(image.sharing[0]).toMatchObject({
      tags: ['app:2'],
      commonBytes: 120_000_000,
      commonLayerCount: 2,
    });
  });

  test('every layer stands in the list once', async () => {
    const started = startTestCore(small());
    const { layers } = await started.client.layers.list({ endpoint });
    expect(layers.map((layer) => layer.bytes).toSorted()).toEqual(
      [1_000, 100_000_000, 20_000_000, 2_000].toSorted(),
    );
    expect(await started.client.engines.checkTotals({ endpoint })).toMatchObject({
      engineLayersBytes: 120_003_000,
      layerBytes: 120_003_000,
      agrees: true,
    });
  });
});
