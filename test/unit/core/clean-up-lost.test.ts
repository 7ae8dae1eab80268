import { expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import {
  idsOf,
  namesOf,
  pick,
  planAndRun,
  resume,
  rule,
  settle,
  startCleanUp,
  undo,
} from '#test/support/clean-up-runs.ts';
import { endpoint } from '#test/support/test-core.ts';

const shop = () =>
  population()
    .base('debian:12', { layers: [1_000] })
    .image('web:1', { from: 'debian:12', steps: [copy('web', 500)] })
    .tag('web:1', 'web:latest')
    .image('', { key: 'loose', from: 'debian:12', steps: [copy('loose', 200)] })
    .image('app:1', { from: 'debian:12', steps: [copy('app', 300)] });

test('what was done to an item before the engine was lost is neither forgotten nor denied', async () => {
  const started = startCleanUp(shop());
  started.engine.faults.add('removeImage', { kind: 'fail', code: 'engine.unreachable' }, { times: 1 });
  const { end } = await planAndRun(started, pick(started, 'web:1'));
  expect(end).toMatchObject({ state: 'partial', error: { code: 'engine.unreachable' } });
  const expected = [
    { reference: 'web:1', outcome: 'untagged' },
    { reference: 'web:latest', outcome: 'failed' },
  ];
  expect(end.result?.results).toMatchObject(expected);
  expect(started.store.runs(1)[0]?.items).toMatchObject(expected);
  expect((await started.client.jobs.journal({ limit: 1 }))[0]).toMatchObject({ resumable: 1, undoable: 1 });
});

test('an answer that broke off after it was done counts as done', async () => {
  const started = startCleanUp(shop());
  started.engine.faults.add('removeImage', { kind: 'cut' }, { times: 1 });
  const { end } = await planAndRun(started, pick(started, 'app:1'));
  expect(end.result?.results).toMatchObject([{ outcome: 'removed', measuredBytes: 'unknown' }]);
  expect(await idsOf(started.engine)).not.toContain(started.engine.idOf('app:1'));
});

test('what cannot be written down any more is not removed', async () => {
  const started = startCleanUp(shop());
  let isFull = false;
  const tryItem = started.store.tryItem.bind(started.store);
  Object.assign(started.store, {
    tryItem: (...input: Parameters<typeof tryItem>) => {
      if (isFull) throw new Error('disk full');
      tryItem(...input);
      isFull = true;
    },
  });
  const { plan: made, end } = await planAndRun(started, rule({ kind: 'unused' }));
  expect(made.remove.length).toBeGreaterThan(2);
  expect(end.state).toBe('partial');
  const done = end.result?.results.filter(({ outcome }) => ['removed', 'untagged'].includes(outcome));
  expect(done).toHaveLength(1);
});

test('a run whose process is alive is left alone; of one that is gone, every item is settled', async () => {
  let isAlive = true;
  const started = startCleanUp(shop(), { machine: { isAlive: () => isAlive } });
  const imageId = started.engine.idOf('app:1');
  const item = { imageId, effect: 'remove', reference: 'app:1', references: ['app:1'], digests: [] } as const;
  const rest = {
    reasons: [],
    recoverable: 'local-only',
    pullFrom: [],
    parkedAs: null,
    archive: null,
  } as const;
  const bytes = {
    promisedBytes: 300,
    promisedExactly: true,
    measuredBytes: 'unknown',
    difference: null,
  } as const;
  const state = { errorDetail: '', finishedAtMs: null } as const;
  const trying = { ...item, ...rest, ...bytes, ...state, outcome: 'trying' } as const;
  const pending = {
    ...trying,
    imageId: started.engine.idOf('web:1'),
    reference: 'web:1',
    outcome: 'pending',
  } as const;
  started.store.startRun({
    runId: 'old',
    engine: (await started.engine.describe()).id,
    endpoint,
    kind: 'clean-up',
    trigger: 'person',
    policyName: '',
    owner: 'another run',
    follows: null,
    startedAtMs: 1,
    promisedBytes: 300,
    promisedExactly: true,
    items: [trying, pending],
  });
  await settle(started);
  expect(started.store.run('old')).toMatchObject({ state: 'running', owner: 'another run' });
  expect(await undo(started, 'old')).toMatchObject({ state: 'failed', error: { code: 'usage.invalid' } });
  isAlive = false;
  started.engine.stop();
  await expect(settle(started)).rejects.toMatchObject({ code: 'engine.unreachable' });
  expect(started.store.run('old')).toMatchObject({ state: 'running', owner: 'another run' });
  started.engine.start();
  started.engine.otherClient.removeImage('app:1');
  await settle(started);
  expect(started.store.run('old')).toMatchObject({
    state: 'interrupted',
    owner: 'this run',
    items: [{ outcome: 'removed' }, { outcome: 'pending' }],
  });
  const resumed = await resume(started, 'old');
  // It had another tag besides, which the run was not to drop: nothing wider than it was.
  expect(resumed).toMatchObject({ state: 'succeeded', result: { results: [] } });
  expect((await namesOf(started.engine)).has('web:1')).toBe(true);
});
