import { describe, expect, test } from 'vitest';

import { copy, run as runStep } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { withLog } from '#main/adapters/wrap-engine/with-log.ts';
import { boundBytes } from '#main/domain/ledger/byte-bound.ts';
import { pick, plan, planAndRun, rule, run, runInput, startCleanUp } from '#test/support/clean-up-runs.ts';
import { endpoint, jobEnd, viewWhere } from '#test/support/test-core.ts';

const laptop = () =>
  population()
    .base('debian:12', { layers: [100_000_000] })
    .image('app:1', { from: 'debian:12', steps: [runStep('apt', 20_000_000), copy('v1', 1_000)], key: 'old' })
    .image('app:1', { from: 'debian:12', steps: [runStep('apt', 20_000_000), copy('v2', 2_000)] })
    .image('web:1', { from: 'debian:12', steps: [copy('web', 5_000_000)] })
    .tag('web:1', 'web:latest')
    .image('db:1', { from: 'debian:12', steps: [copy('db', 7_000_000)] })
    .container('db', { image: 'db:1', state: 'exited' });

const dangling = rule({ kind: 'dangling' });

const many = (count: number) => {
  const images = population();
  for (let n = 0; n < count; n += 1) images.image('', { key: `d${n}`, steps: [copy(`d${n}`, 1_000)] });
  return images;
};

describe.each(['classic', 'containerd'] as const)('clean-up on the %s store', (store) => {
  test('removes what was planned and frees what was promised', async () => {
    const started = startCleanUp(laptop(), { store });
    const before = started.engine.diskBytes();
    const old = started.engine.idOf('old');
    const { plan: made, end } = await planAndRun(started, dangling);
    expect(made.remove.map((item) => item.id)).toEqual([old]);
    expect(end.state).toBe('succeeded');
    const freed = before - started.engine.diskBytes();
    const { total } = made.frees;
    if ('exact' in total) expect(freed).toBe(total.exact);
    else expect(freed).toBeGreaterThanOrEqual(total.atLeast);
    expect(boundBytes(made.frees.layers)).toBeGreaterThanOrEqual(1_000);
    expect(end.result?.measuredBytes).toBe(freed);
    const view = await viewWhere(started);
    expect(view.images.map((row) => row.id)).not.toContain(old);
  });

  test('an image with two tags goes tag by tag', async () => {
    const started = startCleanUp(laptop(), { store });
    const { end } = await planAndRun(started, pick(started, 'web:1'));
    const id = started.engine.idOf('web:1');
    expect(end.result?.results).toMatchObject([
      { id, reference: 'web:1', outcome: 'untagged' },
      { id, reference: 'web:latest', outcome: 'removed' },
    ]);
  });

  test('one of two tags is only untagged, and frees nothing', async () => {
    const started = startCleanUp(laptop(), { store });
    const picks = [{ id: started.engine.idOf('web:1'), references: ['web:1'] }];
    const { plan: made, end } = await planAndRun(started, { kind: 'picked', picks });
    expect(made.frees.total).toEqual({ exact: 0 });
    expect(end.result).toMatchObject({ measuredBytes: 0, results: [{ outcome: 'untagged' }] });
  });

  test('what a stopped container uses is kept, by name', async () => {
    const started = startCleanUp(laptop(), { store });
    const made = await plan(started, pick(started, 'db:1'));
    expect(made.remove).toEqual([]);
    const kept = made.keep.find((item) => item.id === started.engine.idOf('db:1'));
    expect(kept).toMatchObject({ reasons: ['in-use-by-container'], containers: [{ name: 'db' }] });
  });

  test('a plan that no longer holds is refused, and says what changed', async () => {
    const started = startCleanUp(laptop(), { store });
    const made = await plan(started, dangling);
    started.engine.otherClient.tagAs(started.engine.idOf('old'), 'rescued:1');
    const end = await run(started, made);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'plan.stale' }, result: null });
    expect(end.error?.detail).toContain('rescued:1');
    expect(started.store.runs(10)).toEqual([]);
    expect((await viewWhere(started)).images).toHaveLength(5);
  });

  test('cancelling stops between items', async () => {
    const started = startCleanUp(many(10), { store });
    started.engine.faults.add('removeImage', { kind: 'delay', ms: 20 });
    const made = await plan(started, dangling);
    const { jobId } = await started.client.cleanup.run({ endpoint, ...runInput(made) });
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
    const [journal] = started.store.runs(1);
    expect(journal).toMatchObject({ state: 'cancelled' });
    expect(journal?.items.map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  test('everything is journaled before the first removal, and tried before each', async () => {
    const started = startCleanUp(many(3), {
      store,
      wrap: (engine) => ({
        ...engine,
        removeImage: (...input) => {
          const items = started.store.runs(1)[0]?.items ?? [];
          const own = items.find((item) => item.imageId === input[0]);
          if (items.length !== 3 || own?.outcome !== 'trying') throw new Error('not journaled');
          return engine.removeImage(...input);
        },
      }),
    });
    const { end } = await planAndRun(started, dangling);
    expect(end.state).toBe('succeeded');
    expect((await started.client.jobs.journal({ limit: 5 }))[0]).toMatchObject({
      state: 'succeeded',
      kind: 'clean-up',
      trigger: 'person',
      promisedBytes: boundBytes(end.result?.promised ?? { exact: -1 }),
      measuredBytes: end.result?.measuredBytes,
      items: Array.from({ length: 3 }, () => ({
        outcome: 'removed',
        reasons: ['dangling'],
        reference: null,
      })),
    });
  });

  test('the plan run twice does nothing the second time', async () => {
    const started = startCleanUp(laptop(), { store });
    const { plan: made } = await planAndRun(started, dangling);
    expect(await run(started, made)).toMatchObject({ state: 'failed', error: { code: 'plan.stale' } });
    expect((await plan(started, dangling)).remove).toEqual([]);
  });

  test('lanes run side by side, at most four or two at once', async () => {
    let [now, most] = [0, 0];
    const started = startCleanUp(many(12), {
      store,
      wrap: (engine) => ({
        ...engine,
        removeImage: async (...input) => {
          most = Math.max(most, (now += 1));
          await new Promise((resolve) => setTimeout(resolve, 2));
          return engine.removeImage(...input).finally(() => (now -= 1));
        },
      }),
    });
    const { plan: made, end } = await planAndRun(started, dangling);
    expect(most).toBe(store === 'classic' ? 4 : 2);
    expect(end.result?.results.map(({ id }) => id)).toEqual(made.remove.map(({ id }) => id));
  });
});

test('each item says what it promised and what the engine says it freed', async () => {
  const started = startCleanUp(laptop());
  const { plan: made, end } = await planAndRun(started, pick(started, 'web:1', 'old'));
  const first = end.result?.results.filter(({ promised }) => promised !== undefined) ?? [];
  expect(first).toHaveLength(2);
  for (const { id, promised, measuredBytes, difference } of first) {
    expect(promised).toEqual(made.remove.find((item) => item.id === id)?.frees);
    expect({ exact: measuredBytes }).toEqual(promised);
    expect(difference).toBeUndefined();
  }
  const items = started.store.runs(1)[0]?.items ?? [];
  expect(items.filter(({ promisedBytes }) => promisedBytes !== null)).toHaveLength(2);
  for (const item of items.filter(({ promisedBytes }) => promisedBytes !== null)) {
    expect(item).toMatchObject({
      measuredBytes: item.promisedBytes,
      promisedExactly: true,
      difference: null,
    });
  }
});

test('the containerd store tells no layers, so what an item freed stays unknown', async () => {
  const started = startCleanUp(laptop(), { store: 'containerd' });
  const { end } = await planAndRun(started, pick(started, 'web:1'));
  expect(end.result?.results[0]).toMatchObject({ measuredBytes: 'unknown' });
  expect(started.store.runs(1)[0]?.items[0]).toMatchObject({ measuredBytes: 'unknown', difference: null });
});

test('two plans at once cost one list, and running one reads again', async () => {
  const calls: string[] = [];
  const started = startCleanUp(laptop(), {
    wrap: (engine) => withLog(engine, ({ operation }) => calls.push(operation), Date),
  });
  const lists = (): number => calls.filter((operation) => operation === 'listImages').length;
  const [made] = await Promise.all([plan(started, dangling), plan(started, rule({ kind: 'unused' }))]);
  expect(lists()).toBe(1);
  expect((await run(started, made)).state).toBe('succeeded');
  expect(lists()).toBeGreaterThan(1);
});

test('a container that cannot be read may hold any image, so nothing is planned', async () => {
  const started = startCleanUp(laptop());
  started.engine.faults.add('listContainers', { kind: 'bad-rows', count: 1 });
  await expect(plan(started, rule({ kind: 'unused' }))).rejects.toMatchObject({
    data: { code: 'engine.bad-answer' },
  });
});

test('another engine at the same address is noticed before anything goes', async () => {
  let id = 'first engine';
  const started = startCleanUp(laptop(), {
    wrap: (engine) => ({
      ...engine,
      describe: async (signal) => ({ ...(await engine.describe(signal)), id }),
    }),
  });
  const made = await plan(started, dangling);
  id = 'another engine';
  const end = await run(started, made);
  expect(end).toMatchObject({ state: 'failed', error: { code: 'plan.stale' } });
  expect(end.error?.detail).toContain('other-engine');
});
