import { describe, expect, test, vi } from 'vitest';

import { population } from '#main/adapters/memory-engine/population.ts';
import type { Automation } from '#main/contract/operations/automation.ts';
import { keptAutomations, writeAutomation } from '#main/core/automation/automation-settings.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';
import type { Store } from '#main/ports/store.ts';
import { off, settle, startAutomated, team, watched } from '#test/support/automation-core.ts';
import { startControlledCore } from '#test/support/controlled-core.ts';
import { endpoint } from '#test/support/test-core.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Tells when there are images of a megabyte. */
const large: Automation = { ...off, isOn: true, policyName: 'tidy', imagesLargerThanBytes: 1_000_000 };
/** Tells once a day. */
const daily: Automation = { ...off, isOn: true, policyName: 'tidy', everyHours: 24 };

describe('switching it on', () => {
  test('it is off, and then nothing waits and nothing happens', async () => {
    const started = watched(startControlledCore(team()));
    expect(await started.client.automation.read({ endpoint })).toEqual(off);
    expect(started.time.waitingCount).toBe(0);
    started.time.advance(100 * hourMs);
    await settle();
    expect(started.announced()).toEqual([]);
  });

  test.each([
    ['a policy nobody saved', { ...large, policyName: 'nobody' }, 'nobody'],
    ['nothing to do', { ...large, policyName: null }, 'policyName'],
    ['nothing that sets it off', { ...large, imagesLargerThanBytes: null }, 'everyHours'],
  ])('%s makes no sense', async (_, automation, subject) => {
    const started = await startAutomated(off);
    await expect(started.client.automation.write({ endpoint, automation })).rejects.toMatchObject({
      data: { code: 'usage.invalid', subject },
    });
    expect(await started.client.automation.read({ endpoint })).toEqual(off);
  });

  test('not for an engine that does not answer', async () => {
    const started = await startAutomated(off);
    started.engine.stop();
    await expect(started.client.automation.write({ endpoint, automation: large })).rejects.toMatchObject({
      data: { code: 'engine.unreachable' },
    });
    expect(await started.client.automation.read({ endpoint })).toEqual(off);
  });

  test('a policy that runs by itself cannot be removed, and keeps running under a new name', async () => {
    const started = await startAutomated(daily);
    await expect(started.client.policies.remove({ name: 'tidy' })).rejects.toMatchObject({
      data: { code: 'usage.invalid', subject: 'tidy', detail: expect.stringContaining(endpoint) as string },
    });
    const policy = { kind: 'rules', match: 'any', rules: [{ kind: 'unused' }], pins: [] } as const;
    await started.client.policies.save({
      name: 'neat',
      formerName: 'tidy',
      policy: { ...policy, rules: [...policy.rules], pins: [] },
    });
    expect(await started.client.automation.read({ endpoint })).toMatchObject({ policyName: 'neat' });
    await started.client.automation.write({
      endpoint,
      automation: { ...daily, policyName: 'neat', isOn: false },
    });
    await started.client.policies.remove({ name: 'neat' });
    expect(await started.client.automation.read({ endpoint })).toEqual({ ...off, everyHours: 24 });
  });
});

describe('telling only', () => {
  test('tells what would go and does nothing', async () => {
    const started = await startAutomated(large);
    expect(await started.announcement()).toMatchObject({
      endpoint,
      policyName: 'tidy',
      cause: 'images-larger',
      imageCount: 1,
      frees: { exact: 1_000 },
      runsAtMs: null,
    });
    started.time.advance(2 * hourMs);
    await settle();
    expect(await started.tags()).toEqual(['app:1', 'app:2', 'debian:12']);
    // The same is told once, however often somebody looks.
    expect(await started.log()).toEqual(['notified images-larger']);
  });

  test('tells again when something else would go, and after a day', async () => {
    const started = await startAutomated(large);
    await started.announcement();
    started.time.advance(16 * minuteMs);
    await settle();
    started.engine.otherClient.buildImages(
      population().base('junk:1', { layers: [7_000_000], origin: 'built' }),
    );
    await vi.waitFor(async () => expect(await started.tags()).toContain('junk:1'), { timeout: 10_000 });
    await settle();
    // Not at every event: somebody who builds all day is told once in a quarter of an hour.
    expect(await started.log()).toHaveLength(1);
    started.time.advance(15 * minuteMs);
    await started.logged(['notified images-larger', 'notified images-larger']);
    expect((await started.announcement()).imageCount).toBe(2);
    expect(started.announced()).toHaveLength(1);
    started.time.advance(25 * hourMs);
    await vi.waitFor(async () => expect(await started.log()).toHaveLength(3), { timeout: 10_000 });
  });

  test('says how it would be carried out, so that a window plans the same', async () => {
    const started = await startAutomated({ ...large, park: true });
    const { plan, park } = await started.announcement();
    expect(plan.remove.map(({ effect }) => effect)).toEqual(['park']);
    const policy = structuredClone(plan.policy) as never;
    expect(await started.client.cleanup.plan({ endpoint, policy, park })).toEqual(plan);
  });

  test('what somebody has seen to is no longer announced', async () => {
    const started = await startAutomated(large);
    await started.announcement();
    started.engine.otherClient.removeImage('app:1');
    await vi.waitFor(() => expect(started.announced()).toEqual([]), { timeout: 10_000 });
  });
});

describe('running', () => {
  const running: Automation = { ...large, action: 'run' };

  test('counts down, runs exactly what was announced, and logs each step', async () => {
    const started = await startAutomated(running);
    const { plan, runsAtMs } = await started.announcement();
    expect(runsAtMs).toBe(started.time.now() + minuteMs);
    started.time.advance(59_000);
    await settle();
    expect(await started.tags()).toContain('app:1');
    started.time.advance(1_000);
    await started.logged(['announced images-larger', 'started images-larger', 'finished images-larger']);
    expect(await started.tags()).toEqual(['app:2', 'debian:12']);
    expect(started.announced()).toEqual([]);
    const [run] = await started.client.jobs.journal({ limit: 1 });
    expect(run).toMatchObject({ trigger: 'automatic', policyName: 'tidy', state: 'succeeded' });
    expect(run?.items.map(({ imageId }) => imageId)).toEqual(plan.remove.map(({ id }) => id));
    const [last] = await started.client.automation.log({ limit: 1 });
    expect(last).toMatchObject({ runId: run?.runId, promisedBytes: 1_000, imageCount: 1 });
  });

  test('somebody says no: nothing goes, and it is not announced again', async () => {
    const started = await startAutomated(running);
    const { id } = await started.announcement();
    await started.client.automation.cancel({ id });
    started.time.advance(3 * hourMs);
    await settle();
    expect(await started.tags()).toContain('app:1');
    expect(started.announced()).toEqual([]);
    expect(await started.log()).toEqual(['announced images-larger', 'cancelled images-larger']);
    await expect(started.client.automation.cancel({ id })).rejects.toMatchObject({
      data: { code: 'usage.invalid' },
    });
  });

  test('run now runs once, however often it is pressed', async () => {
    const started = await startAutomated(running);
    const { id } = await started.announcement();
    await started.client.automation.runNow({ id });
    await started.client.automation.runNow({ id }).catch(() => undefined);
    started.time.advance(minuteMs);
    await started.logged(['announced images-larger', 'started images-larger', 'finished images-larger']);
    expect(await started.client.jobs.journal({ limit: 10 })).toHaveLength(1);
  });

  test('what changed meanwhile is planned and announced anew: never more than was announced', async () => {
    const started = await startAutomated(running);
    await started.announcement();
    // It is in use by now, and something else is not.
    started.engine.otherClient.runContainer('late', { image: 'app:1' });
    started.engine.otherClient.buildImages(
      population().base('junk:1', { layers: [7_000_000], origin: 'built' }),
    );
    started.time.advance(minuteMs);
    await started.logged([
      'announced images-larger',
      'started images-larger',
      'failed images-larger',
      'announced images-larger',
    ]);
    expect(await started.tags()).toEqual(['app:1', 'app:2', 'debian:12', 'junk:1']);
    const [again] = started.announced();
    expect(again?.plan.remove.flatMap(({ references }) => references)).toEqual(['junk:1']);
    started.time.advance(minuteMs);
    await vi.waitFor(async () => expect(await started.tags()).toEqual(['app:1', 'app:2', 'debian:12']), {
      timeout: 10_000,
    });
  });

  test('not while another run is going', async () => {
    const started = await startAutomated(running);
    await started.announcement();
    let end: () => void = () => undefined;
    started.core.jobs.start({ kind: 'undo', endpoint }, async () => {
      await new Promise<void>((resolve) => (end = resolve));
      return { state: 'succeeded', result: null, error: null };
    });
    started.time.advance(minuteMs);
    await settle();
    expect(await started.log()).toEqual(['announced images-larger']);
    end();
    await vi.waitFor(() => expect(started.core.jobs.isBusy(endpoint)).toBe(false), { timeout: 10_000 });
    started.time.advance(minuteMs);
    await started.logged(['announced images-larger', 'started images-larger', 'finished images-larger']);
  });

  test('what is pinned during the countdown stays', async () => {
    const started = await startAutomated(running);
    await started.announcement();
    await started.client.policies.pin({ pin: { kind: 'reference', pattern: 'app:1' } });
    started.time.advance(minuteMs);
    await started.logged([
      'announced images-larger',
      'started images-larger',
      'failed images-larger',
      'nothing-to-do images-larger',
    ]);
    expect(await started.tags()).toContain('app:1');
  });

  test.each<[string, (store: Store) => void]>([
    [
      'switched off',
      (store) => {
        const kept = keptAutomations(store).get(endpoint)!;
        writeAutomation(store, endpoint, { ...kept, automation: { ...running, isOn: false } });
      },
    ],
    [
      'given a pin in the policy',
      (store) => {
        const pins = [{ kind: 'reference', pattern: 'app:1' }] as const;
        store.writePolicy({
          name: 'tidy',
          policy: { ...policyOf({ kind: 'unused' }), pins },
          updatedAtMs: 1,
        });
      },
    ],
    ['robbed of the policy', (store) => void store.removePolicy('tidy')],
  ])('%s by another Ballast during the countdown: nothing runs', async (_, change) => {
    const started = await startAutomated(running);
    await started.announcement();
    change(started.core.deps.store);
    started.time.advance(minuteMs);
    await settle();
    expect(await started.tags()).toContain('app:1');
    expect(started.announced()).toEqual([]);
    expect(await started.log()).toEqual(['announced images-larger', 'cancelled images-larger']);
  });

  test('nothing runs as long as a lost state file lies aside, with the pins in it', async () => {
    const started = await startAutomated(off);
    const startedFreshBecause = { why: 'file is not a database', keptAs: '/data/ballast.sqlite.kept-2026' };
    Object.defineProperty(started.core.deps.store, 'startedFreshBecause', { value: startedFreshBecause });
    await started.client.automation.write({ endpoint, automation: running });
    await started.logged(['failed schedule']);
    started.time.advance(hourMs);
    await settle();
    expect(await started.tags()).toContain('app:1');
    const [last] = await started.client.automation.log({ limit: 1 });
    expect(last?.detail).toContain(startedFreshBecause.keptAs);
  });

  test('an engine that is gone when the countdown ends loses nothing, and the log says so', async () => {
    const started = await startAutomated(running);
    await started.announcement();
    started.engine.stop();
    started.time.advance(minuteMs);
    await started.logged(['announced images-larger', 'started images-larger', 'failed images-larger']);
    const [last] = await started.client.automation.log({ limit: 1 });
    expect(last?.detail).toContain('engine.unreachable');
    started.engine.start();
    expect(await started.tags()).toContain('app:1');
  });

  test('no registry is asked: what nobody has checked stays', async () => {
    const started = await startAutomated(off);
    started.engine.faults.add('registryDigest', { kind: 'fail', code: 'bug', detail: 'asked by itself' });
    await started.client.policies.save({
      name: 'tidy',
      policy: { kind: 'rules', match: 'any', rules: [{ kind: 're-pullable' }], pins: [] },
    });
    await started.client.automation.write({ endpoint, automation: running });
    await started.logged(['nothing-to-do images-larger']);
  });

  test('a machine that slept through the countdown shows it again', async () => {
    const started = await startAutomated(running);
    const { id } = await started.announcement();
    started.time.sleep(8 * hourMs);
    await settle();
    expect(await started.tags()).toContain('app:1');
    expect(started.announced()).toMatchObject([{ id, runsAtMs: started.time.now() + minuteMs }]);
  });

  test('other rules or settings take back what was announced', async () => {
    const started = await startAutomated(running);
    await started.announcement();
    await started.client.automation.write({ endpoint, automation: off });
    expect(started.announced()).toEqual([]);
    started.time.advance(hourMs);
    await settle();
    expect(await started.tags()).toContain('app:1');
    expect(await started.log()).toEqual(['announced images-larger', 'cancelled images-larger']);
    expect(started.time.waitingCount).toBe(0);
  });

  test('closing takes it back and leaves no timer', async () => {
    const started = await startAutomated(running);
    await started.announcement();
    started.core.automation.close();
    expect(started.announced()).toEqual([]);
    expect(started.time.waitingCount).toBe(0);
    expect(await started.log()).toEqual(['announced images-larger', 'cancelled images-larger']);
  });
});
