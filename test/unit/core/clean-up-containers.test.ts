import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import {
  idsOf,
  namesOf,
  pick,
  plan,
  planAndRun,
  run,
  startCleanUp,
  undo,
  type CleanUpCore,
} from '#test/support/clean-up-runs.ts';

const host = () =>
  population()
    .base('debian:12', { layers: [1_000] })
    .image('db:1', { from: 'debian:12', steps: [copy('db', 700)] })
    .image('web:1', { from: 'debian:12', steps: [copy('web', 500)] })
    .container('old-db', { image: 'db:1', state: 'exited' })
    .container('spare', { image: 'web:1', state: 'created' });

async function containerIds({ engine }: Pick<CleanUpCore, 'engine'>, ...names: readonly string[]) {
  const { containers } = await engine.listContainers();
  return containers.filter(({ name }) => names.includes(name)).map(({ id }) => id);
}

describe.each(['classic', 'containerd'] as const)('stopped containers on the %s store', (store) => {
  test('go first where a person allowed it, and then their image goes', async () => {
    const started = startCleanUp(host(), { store });
    const containers = await containerIds(started, 'old-db');
    const { end } = await planAndRun(started, pick(started, 'db:1'), { containers });
    expect(end.state).toBe('succeeded');
    expect(end.result?.results).toMatchObject([
      { reference: containers[0], outcome: 'removed' },
      { reference: 'db:1', outcome: 'removed' },
    ]);
    expect(started.store.runs(1)[0]?.items).toMatchObject([
      { effect: 'remove-container', reference: containers[0], references: ['old-db'], outcome: 'removed' },
      { effect: 'remove', reference: 'db:1', outcome: 'removed' },
    ]);
    expect(await containerIds(started, 'old-db', 'spare')).toHaveLength(1);
  });

  test('one that was started meanwhile stays, and so does its image', async () => {
    const started = startCleanUp(host(), {
      store,
      wrap: (engine) => ({
        ...engine,
        totals: (...input) => {
          engine.otherClient.removeContainer('old-db');
          engine.otherClient.runContainer('old-db', { image: 'db:1' });
          return engine.totals(...input);
        },
      }),
    });
    const containers = await containerIds(started, 'old-db', 'spare');
    const { end } = await planAndRun(started, pick(started, 'db:1', 'web:1'), { containers });
    expect(end.state).toBe('partial');
    const outcomes = end.result?.results.map(({ reference, outcome }) => [reference, outcome]);
    expect(outcomes).toContainEqual(['db:1', 'blocked']);
    expect(outcomes).toContainEqual(['web:1', 'removed']);
    expect(await idsOf(started.engine)).toContain(started.engine.idOf('db:1'));
  });

  test.each([
    ['got another name', (engine: CleanUpCore['engine']) => engine.otherClient.tagAs('db:1', 'db:keep')],
    [
      'got another container',
      (engine: CleanUpCore['engine']) => engine.otherClient.runContainer('new-db', { image: 'db:1' }),
    ],
  ] as const)('one whose image %s meanwhile, and therefore stays, stays too', async (_, meanwhile) => {
    const started = startCleanUp(host(), {
      store,
      wrap: (engine) => ({
        ...engine,
        totals: (...input) => {
          meanwhile(engine);
          return engine.totals(...input);
        },
      }),
    });
    const containers = await containerIds(started, 'old-db');
    const { end } = await planAndRun(started, pick(started, 'db:1'), { containers });
    expect(end.result?.results.map(({ outcome }) => outcome)).toEqual(['blocked', 'blocked']);
    expect(await containerIds(started, 'old-db')).toEqual(containers);
  });

  test('one the engine does not let go keeps its image', async () => {
    const started = startCleanUp(host(), { store });
    const containers = await containerIds(started, 'old-db');
    started.engine.faults.add('removeContainer', { kind: 'fail', code: 'engine.failed', detail: 'busy' });
    const { end } = await planAndRun(started, pick(started, 'db:1'), { containers });
    expect(end.result?.results).toMatchObject([
      { outcome: 'failed', error: { detail: 'busy' } },
      { outcome: 'failed', error: { detail: 'busy' } },
    ]);
    expect(await idsOf(started.engine)).toContain(started.engine.idOf('db:1'));
  });

  test('undo says that a container does not come back', async () => {
    const started = startCleanUp(host(), { store });
    const containers = await containerIds(started, 'old-db');
    const saveFirst = [started.engine.idOf('db:1')];
    const { end } = await planAndRun(started, pick(started, 'db:1'), { containers, saveFirst });
    const undone = await undo(started, end.id);
    expect(undone.state).toBe('partial');
    const told = undone.result?.results.find(({ reference }) => reference === containers[0]);
    expect(told).toMatchObject({
      outcome: 'skipped',
      error: { code: 'undo.impossible', subject: 'old-db' },
    });
    expect((await namesOf(started.engine)).get('db:1')).toBe(saveFirst[0]);
  });

  test('a plan that was shown without its containers does not take them', async () => {
    const started = startCleanUp(host(), { store });
    const containers = await containerIds(started, 'old-db');
    const made = await plan(started, pick(started, 'db:1'), { containers });
    const end = await run(started, { ...made, containers: [] });
    expect(end).toMatchObject({ state: 'failed', error: { code: 'plan.stale' } });
    expect(await containerIds(started, 'old-db')).toHaveLength(1);
  });
});
