import { expect, it } from 'vitest';

import type { BinView } from '#main/contract/views/cleanup-view.ts';
import { AppError } from '#main/domain/app-error.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

import { BinState } from './bin-state.svelte.ts';

const [a, b] = [toImageId('a'), toImageId('b')];

const binOf = (...ids: readonly string[]): BinView => ({
  items: ids.map((id) => ({
    id: toImageId(id),
    parkedAtMs: 1,
    references: [`app:${id}`],
    takenBy: [],
    frees: { exact: 5 },
    containers: [],
  })),
  frees: { exact: 10 },
});

function fakeCore() {
  const core = { bin: binOf('a', 'b'), restored: [] as unknown[], failing: null as AppError | null };
  const cleanup = {
    bin: () => Promise.resolve(core.bin),
    restore: (input: unknown) => {
      if (core.failing !== null) return Promise.reject(core.failing);
      core.restored.push(input);
      return Promise.resolve({ jobId: 'job' });
    },
  };
  return { core, state: new BinState({ cleanup } as never) };
}

it('restores exactly what is ticked and still there', async () => {
  const { core, state } = fakeCore();
  await state.look('engine');
  state.toggleAll();
  core.bin = binOf('b');
  await state.look('engine');
  await state.restore();
  expect(core.restored).toEqual([{ endpoint: 'engine', ids: [b] }]);
  expect([state.jobId, state.chosen]).toEqual(['job', []]);
});

it('keeps the ticks when restoring cannot be started', async () => {
  const { core, state } = fakeCore();
  await state.look('engine');
  state.toggle(a);
  core.failing = new AppError('engine.unreachable');
  await state.restore();
  expect([state.startError?.code, state.isTicked(a), state.jobId]).toEqual([
    'engine.unreachable',
    true,
    null,
  ]);
});

it('ticks all, and none when all are ticked', async () => {
  const { state } = fakeCore();
  await state.look('engine');
  state.toggle(a);
  state.toggleAll();
  expect(state.chosen).toHaveLength(2);
  state.toggleAll();
  expect(state.chosen).toHaveLength(0);
});

it('forgets the bin of another engine', async () => {
  const { state } = fakeCore();
  await state.look('engine');
  state.toggle(a);
  await state.look(null);
  expect([state.view, state.isTicked(a)]).toEqual([null, false]);
});

it('does not show the job of another engine', async () => {
  const { state } = fakeCore();
  await state.look('engine');
  state.toggle(a);
  const restoring = state.restore();
  await state.look('other');
  await restoring;
  expect([state.jobId, state.isStarting]).toEqual([null, false]);
});
