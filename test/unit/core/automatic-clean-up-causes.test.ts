import { describe, expect, test, vi } from 'vitest';

import { population } from '#main/adapters/memory-engine/population.ts';
import type { Automation } from '#main/contract/operations/automation.ts';
import { off, settle, startAutomated, team, watched } from '#test/support/automation-core.ts';
import { startControlledCore } from '#test/support/controlled-core.ts';
import { ManualTime } from '#test/support/manual-time.ts';
import { endpoint } from '#test/support/test-core.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Tells when there are images of a megabyte. */
const large: Automation = { ...off, isOn: true, policyName: 'tidy', imagesLargerThanBytes: 1_000_000 };
/** Tells once a day. */
const daily: Automation = { ...off, isOn: true, policyName: 'tidy', everyHours: 24 };

describe('schedule, disk and bin', () => {
  test('a schedule counts from when it was switched on, and tells once that there is nothing to do', async () => {
    const started = await startAutomated({ ...daily, action: 'run' });
    started.engine.otherClient.removeImage('app:1');
    await settle();
    started.time.advance(23 * hourMs);
    await settle();
    expect(await started.log()).toEqual([]);
    started.time.advance(hourMs);
    await started.logged(['nothing-to-do schedule']);
    started.time.advance(24 * hourMs);
    await settle();
    expect(await started.log()).toEqual(['nothing-to-do schedule']);
    started.engine.otherClient.buildImages(
      population().base('junk:1', { layers: [7_000_000], origin: 'built' }),
    );
    await settle();
    expect(started.announced()).toEqual([]);
    started.time.advance(24 * hourMs);
    expect(await started.announcement()).toMatchObject({ cause: 'schedule' });
  });

  test('a disk that cannot be asked sets nothing off, and the log says so once', async () => {
    const full: Automation = { ...off, isOn: true, policyName: 'tidy', diskFullerThanPercent: 80 };
    const started = await startAutomated(full, { dataRoot: '/var/lib/docker' });
    await settle();
    started.time.advance(hourMs);
    await settle();
    expect(await started.log()).toEqual(['failed disk-fuller']);
    expect(started.announced()).toEqual([]);
    started.disk.use = { usedBytes: 90, totalBytes: 100 };
    started.time.advance(15 * minuteMs);
    expect(await started.announcement()).toMatchObject({ cause: 'disk-fuller' });
  });

  test('the bin is emptied of what lay in it long enough', async () => {
    const started = await startAutomated({ ...off, isOn: true, emptyBinAfterDays: 7, action: 'run' });
    await settle();
    const { core, client, time } = started;
    const plan = await client.cleanup.plan({
      endpoint,
      policy: { kind: 'rules', match: 'any', rules: [{ kind: 'unused' }], pins: [] },
      park: true,
    });
    await client.cleanup.run({
      endpoint,
      fingerprint: plan.fingerprint,
      remove: plan.remove.map((item) => ({
        ...item,
        references: [...item.references],
        platforms: [...item.platforms],
        reasons: [...item.reasons],
      })),
    });
    await vi.waitFor(async () => expect((await client.cleanup.bin({ endpoint })).items).toHaveLength(1), {
      timeout: 10_000,
    });
    time.advance(6 * 24 * hourMs);
    await settle();
    expect(started.announced()).toEqual([]);
    time.advance(24 * hourMs + 15 * minuteMs);
    expect(await started.announcement()).toMatchObject({ cause: 'bin-age', policyName: '', imageCount: 1 });
    time.advance(minuteMs);
    await started.logged(['announced bin-age', 'started bin-age', 'finished bin-age']);
    expect((await client.cleanup.bin({ endpoint })).items).toEqual([]);
    expect(core.deps.store.runs(1)[0]).toMatchObject({ kind: 'empty-bin', trigger: 'automatic' });
  });
});

describe('engines come and go', () => {
  test('an engine that is away is waited for', async () => {
    const started = await startAutomated({ ...daily, action: 'run' });
    await settle();
    started.engine.stop();
    await settle();
    started.time.advance(25 * hourMs);
    await settle();
    expect(started.announced()).toEqual([]);
    started.engine.start();
    await vi.waitFor(async () => expect((await started.client.engines.list({})).current).toBe(endpoint), {
      timeout: 10_000,
    });
    await vi.waitFor(
      () => {
        started.time.advance(15 * minuteMs);
        expect(started.announced()).toHaveLength(1);
      },
      { timeout: 5_000, interval: 200 },
    );
  });

  test('another engine at the same address is left alone', async () => {
    const time = new ManualTime(Date.UTC(2026, 10, 23, 12));
    const first = await startAutomated({ ...large, action: 'run' }, { time, id: 'one' });
    await first.announcement();
    const kept = first.store.readSetting('automation');
    await first.core.close();

    const other = watched(startControlledCore(team(), { time, id: 'two' }));
    await other.client.policies.save({
      name: 'tidy',
      policy: { kind: 'rules', match: 'any', rules: [{ kind: 'unused' }], pins: [] },
    });
    other.store.writeSetting('automation', kept);
    other.core.automation.start();
    await other.logged(['failed schedule']);
    time.advance(2 * hourMs);
    await settle();
    expect(await other.tags()).toContain('app:1');
    expect(other.announced()).toEqual([]);
  });

  test('one Ballast at a time sees to it', async () => {
    const started = await startAutomated(large);
    await started.announcement();
    started.store.writeSetting('automation-owner', 'another run');
    const alive = { self: 'second', isAlive: () => true, diskUse: () => Promise.resolve(null) };
    const second = watched(startControlledCore(team(), { time: started.time, deps: { machine: alive } }));
    second.store.writeSetting('automation', started.store.readSetting('automation'));
    second.store.writeSetting('automation-owner', 'another run');
    second.core.automation.start();
    await settle();
    expect(second.announced()).toEqual([]);
  });

  test('a command line never runs anything by itself', async () => {
    const started = await startAutomated(large, { deps: { shell: 'cli' } });
    await settle();
    expect(started.announced()).toEqual([]);
    expect(started.time.waitingCount).toBe(0);
  });
});
