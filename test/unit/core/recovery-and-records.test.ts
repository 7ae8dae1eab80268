import { describe, expect, test, vi } from 'vitest';

import { copy, run } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { withLog } from '#main/adapters/wrap-engine/with-log.ts';
import { pick, planAndRun } from '#test/support/clean-up-runs.ts';
import { startControlledCore } from '#test/support/controlled-core.ts';
import { endpoint, startTestCore, viewWhere } from '#test/support/test-core.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const unused = {
  kind: 'rules' as const,
  match: 'any' as const,
  rules: [{ kind: 'unused' as const }],
  pins: [],
};

const team = () =>
  population()
    .base('debian:12', { layers: [100_000_000] })
    .base('nginx:1.27', { layers: [60_000_000] })
    .image('app:1', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v1', 1_000)] })
    .image('app:2', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v2', 2_000)] })
    .container('web', { image: 'app:2', composeProject: 'shop' });

describe('checkRecovery', () => {
  const check = async (content = team(), store: 'classic' | 'containerd' = 'classic') => {
    const started = startTestCore(content, { store });
    const ids = ['nginx:1.27', 'app:1'].map((key) => started.engine.idOf(key));
    return { started, checks: await started.client.cleanup.checkRecovery({ endpoint, ids }) };
  };

  test('a registry gives the same', async () => {
    const { checks } = await check();
    expect(checks[0]).toMatchObject({
      answer: 'same',
      reference: 'nginx:1.27',
      recovery: { kind: 're-pullable' },
    });
    expect(checks[1]).toMatchObject({ answer: 'unknown', reference: null, recovery: { kind: 'local-only' } });
  });

  test('a tag that moved on leaves the digest, which is enough to get it back', async () => {
    const moved = team().served('nginx:1.27', { key: 'newer', steps: [copy('newer', 5)] });
    const { checks } = await check(moved);
    expect(checks[0]).toMatchObject({
      answer: 'same',
      reference: expect.stringContaining('@sha256:') as string,
    });
  });

  test('what the registry lost is gone, and later plans know', async () => {
    const { started, checks } = await check(team().withdrawn('nginx:1.27'));
    expect(checks[0]).toMatchObject({ answer: 'gone', recovery: { kind: 'local-only', pullFrom: [] } });
    const plan = await started.client.cleanup.plan({ endpoint, policy: unused });
    const nginx = plan.remove.find(({ id }) => id === started.engine.idOf('nginx:1.27'));
    expect(nginx?.recovery.kind).toBe('local-only');
  });

  test('a registry that does not answer is not one that has lost it', async () => {
    const { checks } = await check(team().registryState('docker.io', 'down'));
    expect(checks[0]).toMatchObject({ answer: 'unknown', recovery: { kind: 're-pullable' } });
    expect(checks[0]?.detail).toContain('refused');
  });

  test('on the containerd store it settles what the engine cannot tell', async () => {
    const { checks } = await check(team(), 'containerd');
    expect(checks).toMatchObject([
      { answer: 'same', recovery: { kind: 're-pullable' } },
      { answer: 'gone', recovery: { kind: 'local-only' } },
    ]);
  });

  test('an image that is not there is told', async () => {
    const started = startTestCore(team());
    const ids = [`sha256:${'0'.repeat(64)}`];
    await expect(started.client.cleanup.checkRecovery({ endpoint, ids })).rejects.toMatchObject({
      data: { code: 'engine.not-found' },
    });
  });
});

describe('explain', () => {
  test('says for each saved policy why an image goes or stays, from one reading', async () => {
    const calls: string[] = [];
    const started = startTestCore(team(), {
      wrap: (engine) => withLog(engine, ({ operation }) => calls.push(operation), Date),
    });
    const { client, engine } = started;
    await client.policies.save({ name: 'a: unused', policy: unused });
    await client.policies.save({ name: 'b: dangling', policy: { ...unused, rules: [{ kind: 'dangling' }] } });
    const explain = (key: string) => client.cleanup.explain({ endpoint, id: engine.idOf(key) });
    expect(await explain('app:1')).toMatchObject([
      { policyName: 'a: unused', goes: true, removeReasons: ['unused'], keepReasons: [] },
      { policyName: 'b: dangling', goes: false, removeReasons: [], keepReasons: ['tagged'] },
    ]);
    expect((await explain('app:2'))[0]).toMatchObject({
      goes: false,
      keepReasons: expect.arrayContaining(['in-use-by-container']) as string[],
      containers: [{ name: 'web', state: 'running', composeProject: 'shop' }],
    });
    expect(calls.filter((call) => call === 'listImages')).toHaveLength(1);
    await client.policies.pin({ pin: { kind: 'image', id: engine.idOf('app:1') } });
    expect((await explain('app:1'))[0]).toMatchObject({ goes: false, pin: { kind: 'image' } });
    await client.policies.save({ name: 'a: unused', policy: { ...unused, rules: [] } });
    expect((await explain('debian:12'))[0]).toMatchObject({ goes: false, keepReasons: ['no-rule'] });
  });
});

describe('recorded days', () => {
  test('the last reading of a day is kept, written once an hour and at the end', async () => {
    const started = startControlledCore(team());
    const { client, time, engine, store } = started;
    const refresh = () => client.engines.refresh({ endpoint });
    await refresh();
    engine.otherClient.removeImage('app:1');
    time.advance(hourMs / 2);
    await refresh();
    const [today] = await client.cleanup.days({ endpoint });
    const imageCount = () => store.day('ballast-memory-engine', today ?? 0)?.snapshot.images.length;
    expect(today).toBe(Math.floor(time.now() / dayMs) * dayMs);
    expect(imageCount()).toBe(4);
    time.advance(hourMs);
    await refresh();
    expect(imageCount()).toBe(3);
    engine.otherClient.removeImage('nginx:1.27');
    time.advance(hourMs / 2);
    await refresh();
    expect(imageCount()).toBe(3);
    // The next day writes down how the last one ended.
    time.advance(dayMs);
    await refresh();
    expect(imageCount()).toBe(2);
    expect(await client.cleanup.days({ endpoint })).toEqual([(today ?? 0) + dayMs, today]);
  });

  test('a policy is tried on a day, with what was known then and what was used since', async () => {
    const started = startControlledCore(team());
    const { client, time, engine } = started;
    await client.engines.refresh({ endpoint });
    const [dayOf] = await client.cleanup.days({ endpoint });
    time.advance(3 * dayMs);
    engine.otherClient.runContainer('late', { image: 'app:1' });
    engine.otherClient.removeImage('nginx:1.27');
    await client.engines.refresh({ endpoint });
    const simulation = await client.cleanup.simulate({ endpoint, policy: unused, dayMs: dayOf ?? 0 });
    expect(simulation).toMatchObject({ dayMs: dayOf, imageCount: 3, frees: { exact: 60_001_000 } });
    const byKey = (key: string) => simulation.removed.find(({ id }) => id === engine.idOf(key));
    expect(byKey('app:1')).toMatchObject({ bytes: 1_000, usedSinceAtMs: time.now(), isStillHere: true });
    expect(byKey('nginx:1.27')).toMatchObject({ usedSinceAtMs: null, isStillHere: false });
    expect(byKey('app:2')).toBeUndefined();
    await expect(client.cleanup.simulate({ endpoint, policy: unused, dayMs: 0 })).rejects.toMatchObject({
      data: { code: 'usage.invalid' },
    });
  });
});

describe('bin, build cache and journal as screens read them', () => {
  test('what lies in the bin, what it had, and who has it now', async () => {
    const started = startTestCore(team().tag('app:1', 'app:stable'));
    const { client, engine } = started;
    expect(await client.cleanup.bin({ endpoint })).toEqual({ items: [], frees: { exact: 0 } });
    await planAndRun(started, pick(started, 'app:1', 'nginx:1.27'), { park: true });
    engine.otherClient.tagAs('app:2', 'app:stable');
    const rows = await viewWhere(started, ({ images }) =>
      images.some(({ tags }) => tags.includes('app:stable')),
    );
    // Parked images stay in the view, marked, so that the bytes of all add up.
    expect(rows.images.filter(({ parkedAtMs }) => parkedAtMs !== null)).toHaveLength(2);
    const { items, frees } = await client.cleanup.bin({ endpoint });
    expect(items.find(({ id }) => id === engine.idOf('app:1'))).toMatchObject({
      references: ['app:1', 'app:stable'],
      takenBy: ['app:stable'],
      frees: { exact: 1_000 },
      containers: [],
    });
    expect(frees).toEqual({ exact: 60_001_000 });
    const [run] = await client.jobs.journal({ limit: 1 });
    expect(run).toMatchObject({ undoable: 2, resumable: 0, state: 'succeeded', trigger: 'person' });
    await client.cleanup.dismiss({ endpoint, runId: run?.runId ?? '' });
    expect(started.store.run(run?.runId ?? '')?.isDismissed).toBe(true);
  });

  test('what a Ballast that is gone left behind is settled when its engine is there', async () => {
    const started = startControlledCore(team());
    const { client, engine, store, time } = started;
    const item = {
      imageId: engine.idOf('app:1'),
      effect: 'remove' as const,
      references: ['app:1'],
      digests: [],
      reasons: ['unused'],
      recoverable: 'local-only',
      pullFrom: [],
      parkedAs: null,
      archive: null,
      promisedBytes: 1_000,
      promisedExactly: true,
      measuredBytes: 'unknown' as const,
      difference: null,
      errorDetail: '',
      finishedAtMs: null,
    };
    store.startRun({
      runId: 'broken',
      engine: 'ballast-memory-engine',
      endpoint,
      kind: 'clean-up',
      trigger: 'person',
      policyName: '',
      owner: 'a run that is gone',
      follows: null,
      startedAtMs: time.now(),
      promisedBytes: 1_000,
      promisedExactly: true,
      items: [{ ...item, reference: 'app:1', outcome: 'pending' }],
    });
    expect(await client.jobs.journal({ limit: 1 })).toMatchObject([{ state: 'running', resumable: 0 }]);
    await viewWhere(started);
    await vi.waitFor(async () =>
      expect(await client.jobs.journal({ limit: 1 })).toMatchObject([
        { state: 'interrupted', resumable: 1, undoable: 0 },
      ]),
    );
    await client.cleanup.dismiss({ endpoint, runId: 'broken' });
    expect(await client.jobs.journal({ limit: 1 })).toMatchObject([{ resumable: 0 }]);
  });

  test('records of the build cache, largest first', async () => {
    const content = team().cacheRecord('small', { bytes: 10 }).cacheRecord('large', { bytes: 1_000 });
    const view = await startTestCore(content).client.cleanup.buildCache({ endpoint });
    expect(view).toMatchObject({
      bytes: 1_010,
      isSupported: true,
      records: [{ bytes: 1_000 }, { bytes: 10 }],
    });
  });

  test('an engine without a build cache is not one whose build cache is empty', async () => {
    const started = startTestCore(team());
    started.engine.faults.add('listBuildCache', { kind: 'fail', code: 'engine.unsupported' });
    expect(await started.client.cleanup.buildCache({ endpoint })).toEqual({
      records: [],
      bytes: 0,
      isSupported: false,
    });
  });
});
