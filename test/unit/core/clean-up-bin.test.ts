import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { parkedAtMs } from '#main/domain/cleanup/recycle-bin.ts';
import { idsOf, namesOf, pick, plan, planAndRun, startCleanUp, undo } from '#test/support/clean-up-runs.ts';
import { endpoint, jobEnd, viewWhere, type TestCore } from '#test/support/test-core.ts';

const shop = () =>
  population()
    .base('debian:12', { layers: [1_000] })
    .image('web:1', { from: 'debian:12', steps: [copy('web', 500)] })
    .tag('web:1', 'web:latest')
    .image('app:1', { from: 'debian:12', steps: [copy('app', 300)] })
    .image('', { key: 'loose', from: 'debian:12', steps: [copy('loose', 200)] });

async function restore(started: TestCore, key: string) {
  const { jobId } = await started.client.cleanup.restore({ endpoint, ids: [started.engine.idOf(key)] });
  return jobEnd(started, jobId);
}

const everything = { kind: 'bin', parkedForDays: 0 } as const;

describe.each(['classic', 'containerd'] as const)('the recycle bin on the %s store', (store) => {
  test('takes every reference of an image, and frees nothing', async () => {
    const started = startCleanUp(shop(), { store });
    const before = started.engine.diskBytes();
    const id = started.engine.idOf('web:1');
    const { end } = await planAndRun(started, pick(started, 'web:1'), { park: true });
    expect(end).toMatchObject({ state: 'succeeded', result: { measuredBytes: 0 } });
    expect(end.result?.results).toMatchObject([
      { reference: 'web:1', outcome: 'parked' },
      { reference: 'web:latest', outcome: 'parked' },
    ]);
    const own = [...(await namesOf(started.engine))]
      .filter(([, image]) => image === id)
      .map(([name]) => name);
    expect(own).toHaveLength(1);
    expect(parkedAtMs(own[0] ?? '')).not.toBeNull();
    expect(started.engine.diskBytes()).toBe(before);
    expect(started.store.runs(1)[0]?.items.map(({ parkedAs }) => parkedAs)).toEqual([own[0], own[0]]);
  });

  test('what was parked comes back with all its references', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    await planAndRun(started, pick(started, 'web:1', 'app:1'), { park: true });
    expect(await restore(started, 'web:1')).toMatchObject({ kind: 'undo', state: 'succeeded' });
    expect(await restore(started, 'app:1')).toMatchObject({ state: 'succeeded' });
    expect(await namesOf(started.engine)).toEqual(before);
  });

  test('undo of the run does the same, and nothing the second time', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    const { end } = await planAndRun(started, pick(started, 'web:1', 'app:1'), { park: true });
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded', done: 2, total: 2 });
    expect(await namesOf(started.engine)).toEqual(before);
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded', result: { results: [] } });
    expect(started.store.runs(10)).toHaveLength(2);
  });

  test('a reference that names another image by now is not taken from it', async () => {
    const started = startCleanUp(shop(), { store });
    await planAndRun(started, pick(started, 'web:1'), { park: true });
    started.engine.otherClient.tagAs('app:1', 'web:1');
    const end = await restore(started, 'web:1');
    expect(end.state).toBe('partial');
    expect(end.result?.results).toMatchObject([
      { reference: 'web:1', outcome: 'blocked' },
      { reference: 'web:latest', outcome: 'restored' },
    ]);
    const names = await namesOf(started.engine);
    expect(names.get('web:1')).toBe(started.engine.idOf('app:1'));
    expect(names.get('web:latest')).toBe(started.engine.idOf('web:1'));
    expect([...names.keys()].some((name) => parkedAtMs(name) !== null)).toBe(false);
  });

  test('a lost journal leaves the image in the bin and says so', async () => {
    const started = startCleanUp(shop(), { store });
    const id = started.engine.idOf('web:1');
    await started.engine.tagImage(id, `ballast.invalid/recycle-bin:1700000000000-${id.slice(7, 31)}`);
    started.engine.otherClient.removeImage('web:1');
    started.engine.otherClient.removeImage('web:latest');
    const end = await restore(started, 'web:1');
    expect(end.result?.results).toMatchObject([{ outcome: 'failed', error: { code: 'undo.impossible' } }]);
    expect(await idsOf(started.engine)).toContain(id);
  });

  test('emptying it frees what was promised, once', async () => {
    const started = startCleanUp(shop(), { store });
    await planAndRun(started, pick(started, 'web:1'), { park: true });
    const before = started.engine.diskBytes();
    const { plan, end } = await planAndRun(started, everything);
    expect(end).toMatchObject({ kind: 'empty-bin', state: 'succeeded' });
    expect(plan.remove).toHaveLength(1);
    expect(end.result?.measuredBytes).toBe(before - started.engine.diskBytes());
    expect(started.store.runs(1)[0]).toMatchObject({
      kind: 'empty-bin',
      items: [{ references: ['web:1', 'web:latest'], outcome: 'removed' }],
    });
    expect(await idsOf(started.engine)).not.toContain(started.engine.idOf('web:1'));
  });

  test('an image that is pinned while it gets its place keeps its names and loses the place', async () => {
    let pin = (): void => undefined;
    const started = startCleanUp(shop(), {
      store,
      wrap: (engine) => ({ ...engine, tagImage: (...input) => engine.tagImage(...input).then(() => pin()) }),
    });
    const before = await namesOf(started.engine);
    const id = started.engine.idOf('web:1');
    pin = () => started.store.addPin({ pin: { kind: 'image', id }, addedAtMs: 1 });
    const { end } = await planAndRun(started, pick(started, 'web:1'), { park: true });
    expect(end.result?.results.map(({ outcome }) => outcome)).toEqual(['blocked', 'blocked']);
    expect(await namesOf(started.engine)).toEqual(before);
  });

  test('broken off between the bin and the first reference, nothing is in the bin', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    started.engine.faults.add('untagImage', { kind: 'fail', code: 'engine.failed' }, { times: 1 });
    const { end } = await planAndRun(started, pick(started, 'web:1'), { park: true });
    expect(end.result?.results).toMatchObject([{ outcome: 'failed' }, { outcome: 'skipped' }]);
    expect(await namesOf(started.engine)).toEqual(before);
  });
});

describe.each(['classic', 'containerd'] as const)('what came from a registry, on the %s store', (store) => {
  const pulled = () =>
    population()
      .image('web:1', { origin: 'pulled', steps: [copy('web', 500)] })
      .tag('web:1', 'web:2');

  test('is emptied out of the bin and pulled again, with the names it had before', async () => {
    const started = startCleanUp(pulled(), { store });
    const before = await namesOf(started.engine);
    await planAndRun(started, pick(started, 'web:1'), { park: true });
    const { end } = await planAndRun(started, everything);
    expect(await namesOf(started.engine)).toEqual(new Map());
    expect((await started.client.jobs.journal({ limit: 1 }))[0]).toMatchObject({ undoable: 1 });
    const undone = await undo(started, end.id);
    expect(undone).toMatchObject({ state: 'succeeded' });
    expect(await namesOf(started.engine)).toEqual(before);
  });

  test('can be had again from the bin as it could before', async () => {
    const started = startCleanUp(pulled(), { store });
    const id = started.engine.idOf('web:1');
    const before = await plan(started, pick(started, 'web:1'));
    await planAndRun(started, pick(started, 'web:1'), { park: true });
    const parked = await plan(started, everything);
    expect(parked.remove[0]?.recovery).toEqual(before.remove[0]?.recovery);
    expect(parked.remove[0]?.recovery.pullFrom).not.toEqual([]);
    const { images } = await viewWhere(started);
    expect(images[0]).toMatchObject({ id, recoverable: before.remove[0]?.recovery.kind });
    // Its registry is asked by the names it had.
    const [check] = await started.client.cleanup.checkRecovery({ endpoint, ids: [id] });
    expect(check).toMatchObject({ reference: 'web:1', answer: 'same', recovery: { kind: 're-pullable' } });
  });
});
