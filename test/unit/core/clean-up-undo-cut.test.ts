import { expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { AppError } from '#main/domain/app-error.ts';
import { namesOf, pick, planAndRun, startCleanUp, undo } from '#test/support/clean-up-runs.ts';
import { endpoint, jobEnd, type TestCore } from '#test/support/test-core.ts';

const shop = () =>
  population()
    .image('nginx:1', { origin: 'pulled', steps: [copy('nginx', 900)] })
    .image('redis:1', { origin: 'pulled', steps: [copy('redis', 700)] })
    .image('local/app:1', { steps: [copy('app', 300)] })
    .image('other:1', { steps: [copy('other', 100)] });

async function cancelAt({ client }: TestCore, jobId: string, step: string): Promise<void> {
  for await (const frame of await client.jobs.watch({})) {
    if (frame.id === jobId && frame.step === step) return void (await client.jobs.cancel({ jobId }));
  }
}

test('an undo that is cancelled in the middle of a pull is cancelled, and can be asked for again', async () => {
  const started = startCleanUp(shop());
  const before = await namesOf(started.engine);
  const { end } = await planAndRun(started, pick(started, 'nginx:1', 'redis:1'));
  started.engine.faults.add('pullImage', { kind: 'hang', afterItems: 1 }, { times: 1 });
  const { jobId } = await started.client.cleanup.undo({ endpoint, runId: end.id });
  await cancelAt(started, jobId, 'pulling');
  const undone = await jobEnd(started, jobId);
  expect(undone).toMatchObject({ state: 'cancelled', error: null });
  expect(new Set(undone.result?.results.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
  expect(started.store.run(jobId)?.state).toBe('cancelled');
  expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded' });
  expect(await namesOf(started.engine)).toEqual(before);
});

test('a load that is given up gives back the names the engine moved all the same', async () => {
  let giveUp: () => Promise<unknown> = () => Promise.resolve();
  const started = startCleanUp(shop(), {
    wrap: (engine) => ({
      ...engine,
      loadImages: async (...input) => {
        await engine.loadImages(...input);
        await giveUp();
        throw new AppError('cancelled', { subject: 'load' });
      },
    }),
  });
  const id = started.engine.idOf('local/app:1');
  const { end } = await planAndRun(started, pick(started, 'local/app:1'), { saveFirst: [id] });
  started.engine.otherClient.tagAs('other:1', 'local/app:1');
  const { jobId } = await started.client.cleanup.undo({ endpoint, runId: end.id });
  giveUp = () => started.client.jobs.cancel({ jobId });
  await jobEnd(started, jobId);
  expect((await namesOf(started.engine)).get('local/app:1')).toBe(started.engine.idOf('other:1'));
});

test('a disk that fills up in the middle of an undo ends it, and what came back is told', async () => {
  const started = startCleanUp(shop());
  const { end } = await planAndRun(started, pick(started, 'nginx:1', 'redis:1'));
  const writeItem = started.store.writeItem.bind(started.store);
  Object.assign(started.store, {
    writeItem: (...input: Parameters<typeof writeItem>) => {
      if (input[0] === end.id) throw new AppError('store.unavailable', { detail: 'disk full' });
      writeItem(...input);
    },
  });
  const undone = await undo(started, end.id);
  expect(undone).toMatchObject({ state: 'partial', error: { code: 'store.unavailable' } });
  const outcomes = undone.result?.results.map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['restored', 'restored', 'skipped', 'skipped']);
  expect(started.store.run(undone.id)?.state).toBe('partial');
});

test('an end that cannot be written down is not a success', async () => {
  const started = startCleanUp(shop());
  Object.assign(started.store, {
    finishRun: () => {
      throw new AppError('store.unavailable', { detail: 'disk full' });
    },
  });
  const { end } = await planAndRun(started, pick(started, 'nginx:1'));
  expect(end).toMatchObject({ state: 'partial', error: { code: 'store.unavailable' } });
  expect(end.result?.results).toMatchObject([{ outcome: 'removed' }]);
});
