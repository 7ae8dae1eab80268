import { describe, expect, test } from 'vitest';

import { copy, run } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { withLog } from '#main/adapters/wrap-engine/with-log.ts';
import type { CleanupPolicy } from '#main/domain/cleanup/cleanup-plan.ts';
import { boundBytes } from '#main/domain/ledger/byte-bound.ts';
import { endpoint, jobEnd, startTestCore, viewWhere, type TestCore } from '#test/support/test-core.ts';

const laptop = () =>
  population()
    .base('debian:12', { layers: [100_000_000] })
    .image('app:1', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v1', 1_000)], key: 'old' })
    .image('app:1', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v2', 2_000)] })
    .image('web:1', { from: 'debian:12', steps: [copy('web', 5_000_000)] })
    .tag('web:1', 'web:latest')
    .image('db:1', { from: 'debian:12', steps: [copy('db', 7_000_000)] })
    .container('db', { image: 'db:1', state: 'exited' });

const dangling: CleanupPolicy = { kind: 'dangling' };

async function planAndRun(started: TestCore, policy: CleanupPolicy) {
  const plan = await started.client.cleanup.plan({ endpoint, policy: policy as never });
  const { jobId } = await started.client.cleanup.run({ endpoint, ...shown(plan) });
  return { plan, end: await jobEnd(started, jobId) };
}

function shown(plan: { fingerprint: string; remove: readonly object[] }) {
  return { fingerprint: plan.fingerprint, remove: [...plan.remove] } as never as {
    fingerprint: string;
    remove: never[];
  };
}

describe.each(['classic', 'containerd'] as const)('clean-up on the %s store', (store) => {
  test('removes what was planned and frees what was promised', async () => {
    const started = startTestCore(laptop(), { store });
    const before = started.engine.diskBytes();
    const old = started.engine.idOf('old');
    const { plan, end } = await planAndRun(started, dangling);
    expect(plan.remove.map((item) => item.id)).toEqual([old]);
    expect(end.state).toBe('succeeded');
    const freed = before - started.engine.diskBytes();
    const { total } = plan.frees;
    if ('exact' in total) expect(freed).toBe(total.exact);
    else expect(freed).toBeGreaterThanOrEqual(total.atLeast);
    expect(boundBytes(plan.frees.layers)).toBeGreaterThanOrEqual(1_000);
    expect(end.result?.measuredBytes).toBe(freed);
    const view = await viewWhere(started);
    expect(view.images.map((row) => row.id)).not.toContain(old);
  });

  test('an image with two tags goes tag by tag', async () => {
    const started = startTestCore(laptop(), { store });
    const id = started.engine.idOf('web:1');
    const { end } = await planAndRun(started, { kind: 'picked', picks: [{ id, references: null }] });
    expect(end.result?.results).toMatchObject([
      { id, reference: 'web:1', outcome: 'untagged' },
      { id, reference: 'web:latest', outcome: 'removed' },
    ]);
  });

  test('one of two tags is only untagged, and frees nothing', async () => {
    const started = startTestCore(laptop(), { store });
    const id = started.engine.idOf('web:1');
    const picks = [{ id, references: ['web:1'] }];
    const { plan, end } = await planAndRun(started, { kind: 'picked', picks });
    expect(plan.frees.total).toEqual({ exact: 0 });
    expect(end.result).toMatchObject({ measuredBytes: 0, results: [{ outcome: 'untagged' }] });
  });

  test('what a stopped container uses is kept, by name', async () => {
    const started = startTestCore(laptop(), { store });
    const id = started.engine.idOf('db:1');
    const policy = { kind: 'picked', picks: [{ id, references: null }] } as const;
    const plan = await started.client.cleanup.plan({ endpoint, policy: policy as never });
    expect(plan.remove).toEqual([]);
    const kept = plan.keep.find((item) => item.id === id);
    expect(kept).toMatchObject({ reasons: ['in-use-by-container'], containers: [{ name: 'db' }] });
  });

  test('a plan that no longer holds is refused, and says what changed', async () => {
    const started = startTestCore(laptop(), { store });
    const plan = await started.client.cleanup.plan({ endpoint, policy: dangling });
    started.engine.otherClient.tagAs(started.engine.idOf('old'), 'rescued:1');
    const { jobId } = await started.client.cleanup.run({ endpoint, ...shown(plan) });
    const end = await jobEnd(started, jobId);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'plan.stale' }, result: null });
    expect(end.error?.detail).toContain('rescued:1');
    expect(started.store.runs(10)).toEqual([]);
    expect((await viewWhere(started)).images).toHaveLength(5);
  });

  test('a tag that moves between check and removal is left alone', async () => {
    const content = laptop();
    const started = startTestCore(content, {
      store,
      wrap: (engine) => ({
        ...engine,
        inspectImage: async (...input) => {
          if (input[0] === 'web:1') engine.otherClient.tagAs(engine.idOf('app:1'), 'web:1');
          return engine.inspectImage(...input);
        },
      }),
    });
    const id = started.engine.idOf('web:1');
    const { end } = await planAndRun(started, { kind: 'picked', picks: [{ id, references: null }] });
    expect(end.state).toBe('partial');
    expect(end.result?.results[0]).toMatchObject({ reference: 'web:1', outcome: 'blocked' });
    const left = await started.engine.listImages();
    expect(left.images.find((image) => image.tags.includes('web:1'))?.id).toBe(started.engine.idOf('app:1'));
  });

  test('an engine lost in the middle leaves every item in a known state', async () => {
    const many = population();
    for (let n = 0; n < 10; n += 1) many.image('', { key: `d${n}`, steps: [copy(`d${n}`, 1_000)] });
    const started = startTestCore(many, { store });
    started.engine.faults.add('removeImage', { kind: 'fail', code: 'engine.unreachable' }, { afterCalls: 3 });
    const { end } = await planAndRun(started, dangling);
    expect(end.state).toBe('partial');
    expect(end.error?.code).toBe('engine.unreachable');
    const outcomes = end.result?.results.map((result) => result.outcome) ?? [];
    expect(outcomes.slice(0, 4)).toEqual(['removed', 'removed', 'removed', 'failed']);
    expect(new Set(outcomes.slice(4))).toEqual(new Set(['skipped']));
    expect(end.result?.measuredBytes).toBe('unknown');
    const [journal] = started.store.runs(1);
    expect(journal?.items.map((item) => item.outcome).toSorted()).toEqual(outcomes.toSorted());
    expect(journal?.items.map((item) => item.outcome)).not.toContain('pending');
  });

  test('cancelling stops between items', async () => {
    const many = population();
    for (let n = 0; n < 10; n += 1) many.image('', { key: `d${n}`, steps: [copy(`d${n}`, 1_000)] });
    const started = startTestCore(many, { store });
    started.engine.faults.add('removeImage', { kind: 'delay', ms: 20 });
    const plan = await started.client.cleanup.plan({ endpoint, policy: dangling });
    const { jobId } = await started.client.cleanup.run({ endpoint, ...shown(plan) });
    for await (const frame of await started.client.jobs.watch({})) {
      if (frame.step !== 'removing') continue;
      await started.client.jobs.cancel({ jobId });
      break;
    }
    const end = await jobEnd(started, jobId);
    expect(end.state).toBe('cancelled');
    const outcomes = end.result?.results.map((result) => result.outcome) ?? [];
    expect(outcomes).toHaveLength(10);
    expect(outcomes).toContain('skipped');
    expect(outcomes.indexOf('skipped')).toBeGreaterThanOrEqual(outcomes.lastIndexOf('removed'));
  });

  test('everything is journaled before the first removal', async () => {
    const started = startTestCore(laptop(), {
      store,
      wrap: (engine) => ({
        ...engine,
        removeImage: (...input) => {
          const items = started.store.runs(1)[0]?.items ?? [];
          if (!items.some((item) => item.imageId === input[0] && item.outcome === 'pending')) {
            throw new Error('not journaled');
          }
          return engine.removeImage(...input);
        },
      }),
    });
    const { end } = await planAndRun(started, dangling);
    expect(end.state).toBe('succeeded');
    expect((await started.client.jobs.journal({ limit: 5 }))[0]).toMatchObject({
      promisedBytes: boundBytes(end.result?.promised ?? { exact: -1 }),
      measuredBytes: end.result?.measuredBytes,
      items: [{ outcome: 'removed', reasons: ['dangling'], reference: null }],
    });
  });

  test('the plan run twice does nothing the second time', async () => {
    const started = startTestCore(laptop(), { store });
    const { plan } = await planAndRun(started, dangling);
    const { jobId } = await started.client.cleanup.run({ endpoint, ...shown(plan) });
    expect(await jobEnd(started, jobId)).toMatchObject({ state: 'failed', error: { code: 'plan.stale' } });
    const again = await started.client.cleanup.plan({ endpoint, policy: dangling });
    expect(again.remove).toEqual([]);
  });
});

test('two plans at once cost one list, and running one reads again', async () => {
  const calls: string[] = [];
  const started = startTestCore(laptop(), {
    wrap: (engine) => withLog(engine, ({ operation }) => calls.push(operation), Date),
  });
  const lists = (): number => calls.filter((operation) => operation === 'listImages').length;
  const [plan] = await Promise.all([
    started.client.cleanup.plan({ endpoint, policy: dangling }),
    started.client.cleanup.plan({ endpoint, policy: { kind: 'unused' } }),
  ]);
  expect(lists()).toBe(1);
  const { jobId } = await started.client.cleanup.run({ endpoint, ...shown(plan) });
  expect((await jobEnd(started, jobId)).state).toBe('succeeded');
  expect(lists()).toBeGreaterThan(1);
});

test('what was done to an item before the engine was lost is neither forgotten nor denied', async () => {
  const started = startTestCore(laptop());
  const id = started.engine.idOf('web:1');
  started.engine.faults.add('untagImage', { kind: 'fail', code: 'engine.unreachable' }, { afterCalls: 1 });
  const { end } = await planAndRun(started, { kind: 'picked', picks: [{ id, references: null }] });
  expect(end).toMatchObject({ state: 'partial', error: { code: 'engine.unreachable' } });
  const expected = [
    { reference: 'web:1', outcome: 'untagged' },
    { reference: 'web:latest', outcome: 'failed' },
  ];
  expect(end.result?.results).toMatchObject(expected);
  expect(started.store.runs(1)[0]?.items).toMatchObject(expected);
});

test('a container that cannot be read may hold any image, so nothing is planned', async () => {
  const started = startTestCore(laptop());
  started.engine.faults.add('listContainers', { kind: 'bad-rows', count: 1 });
  const planning = started.client.cleanup.plan({ endpoint, policy: { kind: 'unused' } });
  await expect(planning).rejects.toMatchObject({ data: { code: 'engine.bad-answer' } });
});

test('another engine at the same address is noticed before anything goes', async () => {
  let id = 'first engine';
  const started = startTestCore(laptop(), {
    wrap: (engine) => ({
      ...engine,
      describe: async (signal) => ({ ...(await engine.describe(signal)), id }),
    }),
  });
  const plan = await started.client.cleanup.plan({ endpoint, policy: dangling });
  id = 'another engine';
  const { jobId } = await started.client.cleanup.run({ endpoint, ...shown(plan) });
  const end = await jobEnd(started, jobId);
  expect(end).toMatchObject({ state: 'failed', error: { code: 'plan.stale' } });
  expect(end.error?.detail).toContain('other-engine');
});
