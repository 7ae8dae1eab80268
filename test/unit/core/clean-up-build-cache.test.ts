import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { AppError } from '#main/domain/app-error.ts';
import { startCleanUp, type CleanUpCore } from '#test/support/clean-up-runs.ts';
import { endpoint, jobEnd } from '#test/support/test-core.ts';

const builder = () =>
  population()
    .image('app:1', { steps: [copy('app', 40_000)] })
    .cacheRecord('alone', { bytes: 7_000 })
    .cacheRecord('other', { bytes: 5_000 })
    .cacheRecord('shared', { holdsLayersOf: 'app:1' });

async function prune(started: CleanUpCore, ids: readonly string[]) {
  const { jobId } = await started.client.cleanup.pruneBuildCache({ endpoint, ids: [...ids] });
  return jobEnd(started, jobId);
}

/** IDs of the engine by the bytes of the records. */
async function recordIds({ engine }: CleanUpCore) {
  return (await engine.listBuildCache()).map(({ id, bytes, shared }) => ({ id, bytes, shared }));
}

describe.each(['classic', 'containerd'] as const)('the build cache on the %s store', (store) => {
  test('loses what was named and no more, and says what that freed', async () => {
    const started = startCleanUp(builder(), { store });
    const records = await recordIds(started);
    const going = records.find(({ bytes }) => bytes === 7_000) ?? records.find(({ shared }) => !shared);
    const end = await prune(started, [going?.id ?? '']);
    expect(end).toMatchObject({ kind: 'build-cache', state: 'succeeded' });
    expect(end.result?.results).toMatchObject([{ reference: going?.id, outcome: 'removed' }]);
    expect(end.result?.promised).toEqual({ atLeast: going?.bytes });
    expect(end.result?.measuredBytes).toBe(going?.bytes);
    expect(await recordIds(started)).toEqual(records.filter(({ id }) => id !== going?.id));
    expect(started.store.runs(1)[0]).toMatchObject({
      kind: 'build-cache',
      state: 'succeeded',
      items: [{ effect: 'remove-build-cache', reference: going?.id, outcome: 'removed' }],
    });
  });

  test('a shared record promises nothing', async () => {
    const started = startCleanUp(builder(), { store });
    const shared = (await recordIds(started)).find((record) => record.shared);
    const end = await prune(started, [shared?.id ?? '']);
    expect(end.result).toMatchObject({ promised: { atLeast: 0 }, results: [{ outcome: 'removed' }] });
  });

  test('what a build uses, and what is gone, is said', async () => {
    const started = startCleanUp(builder(), { store });
    const [first, second] = await recordIds(started);
    started.engine.otherClient.useCacheRecord(first?.id ?? '', true);
    const end = await prune(started, [first?.id ?? '', second?.id ?? '', 'zzz']);
    const outcomes = new Map(end.result?.results.map(({ reference, outcome }) => [reference, outcome]));
    expect(outcomes.get(first?.id)).toBe('blocked');
    expect(outcomes.get(second?.id)).toBe('removed');
    expect(outcomes.get('zzz')).toBe('gone');
  });

  test('an answer that broke off is settled by looking', async () => {
    const started = startCleanUp(builder(), { store });
    const [first] = await recordIds(started);
    started.engine.faults.add('removeBuildCache', { kind: 'cut' });
    const end = await prune(started, [first?.id ?? '']);
    expect(end).toMatchObject({ state: 'partial', result: { results: [{ outcome: 'removed' }] } });
  });
});

describe('a disk that is full', () => {
  const full = () => {
    throw new AppError('store.unavailable', { detail: 'disk full' });
  };

  test('before anything went keeps everything, says so, and leaves no run open', async () => {
    const started = startCleanUp(builder());
    const records = await recordIds(started);
    Object.assign(started.store, { tryItem: full });
    const end = await prune(started, ids(records));
    expect(end).toMatchObject({ state: 'partial', error: { code: 'store.unavailable' } });
    expect(new Set(end.result?.results.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
    expect(await recordIds(started)).toEqual(records);
    expect(started.store.run(end.id)?.state).toBe('partial');
  });

  test('afterwards does not hide what went', async () => {
    const started = startCleanUp(builder());
    const records = await recordIds(started);
    const tryItem = started.store.tryItem.bind(started.store);
    Object.assign(started.store, {
      tryItem: (...input: Parameters<typeof tryItem>) => {
        tryItem(...input);
        Object.assign(started.store, { writeItem: full });
      },
    });
    const end = await prune(started, ids(records));
    expect(end).toMatchObject({ state: 'partial', error: { code: 'store.unavailable' } });
    expect(end.result?.results.map(({ outcome }) => outcome)).toContain('removed');
    expect(started.store.run(end.id)?.state).toBe('partial');
  });
});

function ids(records: readonly { readonly id: string }[]): readonly string[] {
  return records.map(({ id }) => id);
}
