import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { openImageArchives } from '#main/adapters/image-archives/open-image-archives.ts';
import {
  idsOf,
  namesOf,
  pick,
  plan,
  planAndRun,
  runInput,
  startCleanUp,
  undo,
} from '#test/support/clean-up-runs.ts';
import { endpoint, jobEnd } from '#test/support/test-core.ts';
import type { CleanUpCore } from '#test/support/clean-up-runs.ts';

const shop = () =>
  population()
    .image('nginx:1', { origin: 'pulled', steps: [copy('nginx', 900)] })
    .tag('nginx:1', 'mirror/nginx:stable')
    .image('local/app:1', { steps: [copy('app', 300)] })
    .tag('local/app:1', 'local/app:latest')
    .image('other:1', { steps: [copy('other', 100)] });

function archivesOf({ directory }: CleanUpCore): readonly string[] {
  return readdirSync(join(directory, 'archives')).filter((name) => name.endsWith('.tar'));
}

describe.each(['classic', 'containerd'] as const)('getting back on the %s store', (store) => {
  test('a tag that was dropped is given again', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    const picks = [{ id: started.engine.idOf('nginx:1'), references: ['mirror/nginx:stable'] }];
    const { end } = await planAndRun(started, { kind: 'picked', picks });
    expect((await namesOf(started.engine)).size).toBe(before.size - 1);
    expect(await undo(started, end.id)).toMatchObject({
      state: 'succeeded',
      result: { results: [{ reference: 'mirror/nginx:stable', outcome: 'restored' }] },
    });
    expect(await namesOf(started.engine)).toEqual(before);
  });

  test('what came from a registry is pulled by its digest and gets all its tags', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    const { end } = await planAndRun(started, pick(started, 'nginx:1'));
    const undone = await undo(started, end.id);
    expect(undone).toMatchObject({ state: 'succeeded' });
    expect(await namesOf(started.engine)).toEqual(before);
    expect(started.store.runs(1)[0]).toMatchObject({ kind: 'undo', follows: end.id, state: 'succeeded' });
    expect(started.store.run(end.id)?.items.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded', result: { results: [] } });
  });

  test('what was saved first comes back from its file', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    const saveFirst = [started.engine.idOf('local/app:1')];
    const { end } = await planAndRun(started, pick(started, 'local/app:1'), { saveFirst });
    expect(end.state).toBe('succeeded');
    expect(archivesOf(started)).toHaveLength(1);
    expect(await idsOf(started.engine)).not.toContain(saveFirst[0]);
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded' });
    expect(await namesOf(started.engine)).toEqual(before);
  });

  test('a file takes no reference from an image that has it by now', async () => {
    const started = startCleanUp(shop(), { store });
    const id = started.engine.idOf('local/app:1');
    const { end } = await planAndRun(started, pick(started, 'local/app:1'), { saveFirst: [id] });
    started.engine.otherClient.tagAs('other:1', 'local/app:1');
    const undone = await undo(started, end.id);
    expect(undone.state).toBe('partial');
    const names = await namesOf(started.engine);
    expect(names.get('local/app:1')).toBe(started.engine.idOf('other:1'));
    expect(names.get('local/app:latest')).toBe(id);
  });

  test('what existed only here and was not saved is said to be lost', async () => {
    const started = startCleanUp(shop(), { store });
    const { end } = await planAndRun(started, pick(started, 'local/app:1'));
    const undone = await undo(started, end.id);
    expect(undone.state).toBe('partial');
    for (const result of undone.result?.results ?? [])
      expect(['failed', 'skipped']).toContain(result.outcome);
    // Where digests are only candidates a registry is asked, and says so.
    const code = store === 'classic' ? 'undo.impossible' : 'registry.not-found';
    expect(undone.result?.results[0]?.error).toMatchObject({ code, retry: 'never' });
    expect(undone.result?.results[0]?.error?.detail).not.toBe('');
  });

  test('a registry that is down fails the undo, and later it works', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    const { end } = await planAndRun(started, pick(started, 'nginx:1'));
    started.engine.registry.setState('docker.io', 'down');
    const failed = await undo(started, end.id);
    expect(failed).toMatchObject({ state: 'partial' });
    expect(failed.result?.results[0]).toMatchObject({
      outcome: 'failed',
      error: { code: 'registry.unreachable' },
    });
    started.engine.registry.setState('docker.io', 'up');
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded' });
    expect(await namesOf(started.engine)).toEqual(before);
  });

  test('an image whose save failed is not removed, and the others go', async () => {
    const started = startCleanUp(shop(), { store });
    const ids = [started.engine.idOf('local/app:1'), started.engine.idOf('other:1')];
    started.engine.faults.add('saveImages', { kind: 'cut', afterItems: 1 }, { times: 1 });
    const { end } = await planAndRun(started, pick(started, 'local/app:1', 'other:1'), { saveFirst: ids });
    expect(end.state).toBe('partial');
    const failed = new Set(
      end.result?.results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id),
    );
    const left = await idsOf(started.engine);
    expect(ids.filter((id) => left.has(id))).toEqual([...failed]);
    expect(failed.size).toBe(1);
    expect(archivesOf(started)).toHaveLength(1);
  });

  test('no room for all of them saves and removes none of them', async () => {
    const archives = { ...openImageArchives('/nonexistent'), freeBytes: () => Promise.resolve(1_000) };
    const started = startCleanUp(shop(), { store, deps: { archives } });
    const id = started.engine.idOf('local/app:1');
    const { end } = await planAndRun(started, pick(started, 'local/app:1', 'other:1'), { saveFirst: [id] });
    expect(end.state).toBe('partial');
    const outcomes = end.result?.results.map((result) => [result.reference, result.outcome]);
    expect(outcomes).toContainEqual(['local/app:1', 'failed']);
    expect(outcomes).toContainEqual(['other:1', 'removed']);
    expect(await idsOf(started.engine)).toContain(id);
  });

  test('the file of an image that stayed after all is thrown away', async () => {
    const started = startCleanUp(shop(), { store });
    const id = started.engine.idOf('local/app:1');
    started.engine.faults.add('untagImage', { kind: 'fail', code: 'engine.failed' });
    const { end } = await planAndRun(started, pick(started, 'local/app:1'), { saveFirst: [id] });
    expect(end.state).toBe('partial');
    expect(archivesOf(started)).toEqual([]);
    expect(started.store.runs(1)[0]?.items.map(({ archive }) => archive)).toEqual(['', '']);
  });
});

test('a cancelled save removes nothing, and leaves no file', async () => {
  const started = startCleanUp(shop());
  const ids = [started.engine.idOf('local/app:1'), started.engine.idOf('other:1')];
  started.engine.faults.add('saveImages', { kind: 'hang', afterItems: 1 });
  const made = await plan(started, pick(started, 'local/app:1', 'other:1'));
  const input = runInput(made, { saveFirst: ids });
  const { jobId } = await started.client.cleanup.run({ endpoint, ...input });
  for await (const frame of await started.client.jobs.watch({})) {
    if (frame.step !== 'saving') continue;
    await started.client.jobs.cancel({ jobId });
    break;
  }
  const end = await jobEnd(started, jobId);
  expect(end.state).toBe('cancelled');
  expect(new Set(end.result?.results.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
  expect(archivesOf(started)).toEqual([]);
  expect([...(await idsOf(started.engine))]).toEqual(expect.arrayContaining(ids));
});

test('a run of another engine is not undone here', async () => {
  let id = 'first';
  const started = startCleanUp(shop(), {
    wrap: (engine) => ({
      ...engine,
      describe: async (signal) => ({ ...(await engine.describe(signal)), id }),
    }),
  });
  const { end } = await planAndRun(started, pick(started, 'nginx:1'));
  id = 'second';
  await started.client.engines.refresh({ endpoint: 'memory:' });
  const undone = await undo(started, end.id);
  expect(undone).toMatchObject({ state: 'failed', error: { code: 'usage.invalid' } });
});
