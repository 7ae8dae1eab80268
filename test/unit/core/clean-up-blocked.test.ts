import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import type { MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import { idsOf, namesOf, pick, planAndRun, startCleanUp } from '#test/support/clean-up-runs.ts';

const shop = () =>
  population()
    .base('debian:12', { layers: [1_000] })
    .image('web:1', { from: 'debian:12', steps: [copy('web', 500)] })
    .tag('web:1', 'web:latest')
    .image('app:1', { from: 'debian:12', steps: [copy('app', 300)] });

/** Lets somebody else act once, just before or after the first call of an operation about an image. */
function meanwhile(
  operation: 'inspectImage' | 'untagImage' | 'removeImage' | 'listContainers',
  act: (engine: MemoryEngine) => void,
  when: 'before' | 'after' = 'before',
): (engine: MemoryEngine) => Engine {
  let isArmed = false;
  let isDone = false;
  const once = (engine: MemoryEngine, now: typeof when): void => {
    if (!isArmed || isDone || now !== when) return;
    isDone = true;
    act(engine);
  };
  return (engine) => ({
    ...engine,
    // The plan is checked when the sums before it are asked for.
    totals: (...input) => {
      isArmed = true;
      return engine.totals(...input);
    },
    [operation]: async (...input: never[]) => {
      once(engine, 'before');
      const answer: unknown = await (engine[operation] as (...all: never[]) => Promise<unknown>)(...input);
      once(engine, 'after');
      return answer;
    },
  });
}

describe.each(['classic', 'containerd'] as const)('what changes during a run on the %s store', (store) => {
  test('a reference that moved to another image is left alone', async () => {
    const wrap = meanwhile('inspectImage', (engine) =>
      engine.otherClient.tagAs(engine.idOf('app:1'), 'web:1'),
    );
    const started = startCleanUp(shop(), { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'web:1'));
    expect(end.state).toBe('partial');
    expect(end.result?.results).toMatchObject([{ outcome: 'blocked' }, { outcome: 'blocked' }]);
    expect(end.result?.results[0]?.error?.detail).toContain('lost a reference');
    expect((await namesOf(started.engine)).get('web:1')).toBe(started.engine.idOf('app:1'));
    expect(await idsOf(started.engine)).toContain(started.engine.idOf('web:1'));
  });

  test('a new reference keeps the image', async () => {
    const wrap = meanwhile('inspectImage', ({ otherClient }) => otherClient.tagAs('app:1', 'keep:1'));
    const started = startCleanUp(shop(), { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'app:1'));
    expect(end.result?.results).toMatchObject([{ outcome: 'blocked', error: { code: 'engine.conflict' } }]);
    expect(end.result?.results[0]?.error?.detail).toContain('keep:1');
    expect(end.result?.results[0]).toMatchObject({ measuredBytes: 0, difference: 'not-removed' });
    expect([...(await namesOf(started.engine)).keys()]).toEqual(expect.arrayContaining(['app:1', 'keep:1']));
  });

  test('a container that was created keeps the image, and is named', async () => {
    const wrap = meanwhile(
      'listContainers',
      ({ otherClient }) => void otherClient.runContainer('late', { image: 'app:1', state: 'created' }),
    );
    const started = startCleanUp(shop(), { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'app:1'));
    expect(end.result?.results[0]).toMatchObject({ outcome: 'blocked' });
    expect(end.result?.results[0]?.error?.detail).toContain('late');
  });

  test('a container that mounts the image keeps it', async () => {
    const wrap = meanwhile(
      'listContainers',
      ({ otherClient }) =>
        void otherClient.runContainer('mounts', { image: 'debian:12', mountedImages: ['app:1'] }),
    );
    const started = startCleanUp(shop(), { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'app:1'));
    expect(end.result?.results[0]).toMatchObject({ outcome: 'blocked' });
    expect(await idsOf(started.engine)).toContain(started.engine.idOf('app:1'));
  });

  test('a container that cannot be read any more may hold it', async () => {
    const wrap = meanwhile('listContainers', ({ faults }) =>
      faults.add('listContainers', { kind: 'bad-rows', count: 1 }),
    );
    const content = shop().container('other', { image: 'debian:12' });
    const started = startCleanUp(content, { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'app:1'));
    expect(end.result?.results[0]).toMatchObject({ outcome: 'blocked' });
  });

  test('a pin that was set keeps the image', async () => {
    const started = startCleanUp(shop(), {
      store,
      wrap: meanwhile('inspectImage', () =>
        started.store.addPin({ pin: { kind: 'reference', pattern: 'app' }, addedAtMs: 1 }),
      ),
    });
    const { end } = await planAndRun(started, pick(started, 'app:1'));
    expect(end.result?.results[0]).toMatchObject({ outcome: 'blocked' });
    expect(end.result?.results[0]?.error?.detail).toContain('pinned');
  });

  test('an image somebody else removed is gone, and that is said', async () => {
    const wrap = meanwhile('inspectImage', ({ otherClient }) => void otherClient.removeImage('app:1'));
    const started = startCleanUp(shop(), { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'app:1'));
    expect(end).toMatchObject({ state: 'succeeded', result: { results: [{ outcome: 'gone' }] } });
    expect(started.store.runs(1)[0]?.items).toMatchObject([
      { outcome: 'gone', difference: 'somebody-else-removed-it' },
    ]);
  });

  test('an image that is only to lose a tag does not lose its last one', async () => {
    const wrap = meanwhile('inspectImage', ({ otherClient }) => void otherClient.removeImage('web:latest'));
    const started = startCleanUp(shop(), { store, wrap });
    const picks = [{ id: started.engine.idOf('web:1'), references: ['web:1'] }];
    const { end } = await planAndRun(started, { kind: 'picked', picks });
    expect(end.result?.results).toMatchObject([{ reference: 'web:1', outcome: 'blocked' }]);
    expect(end.result?.results[0]?.error?.detail).toContain('last reference');
    expect((await namesOf(started.engine)).has('web:1')).toBe(true);
  });

  test('the last reference may move in the very moment: only the planned image goes', async () => {
    const wrap = meanwhile('removeImage', ({ otherClient }) =>
      otherClient.buildImages(population().image('app:1', { key: 'rebuilt', steps: [copy('new', 10)] })),
    );
    const started = startCleanUp(shop(), { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'app:1'));
    expect(end.state).toBe('succeeded');
    expect((await namesOf(started.engine)).get('app:1')).toBe(started.engine.idOf('rebuilt'));
    expect([...(await idsOf(started.engine))]).toHaveLength(3);
  });

  test('a reference that moves in the very moment between look and change is told, not hidden', async () => {
    const wrap = meanwhile('untagImage', ({ otherClient }) => {
      otherClient.buildImages(population().image('new:1', { steps: [copy('new', 10)] }));
      otherClient.tagAs('new:1', 'web:1');
      otherClient.removeImage('new:1');
    });
    const started = startCleanUp(shop(), { store, wrap });
    const { end } = await planAndRun(started, pick(started, 'web:1'));
    expect(end.state).toBe('partial');
    expect(end.result?.results[0]).toMatchObject({ reference: 'web:1', outcome: 'failed' });
    expect(end.result?.results[0]?.error?.detail).toContain(started.engine.idOf('new:1'));
    expect(await idsOf(started.engine)).toContain(started.engine.idOf('web:1'));
  });
});
