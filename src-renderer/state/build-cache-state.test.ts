import { describe, expect, it } from 'vitest';

import type { BuildCacheRow } from '#main/contract/views/cleanup-view.ts';
import { GridSelection } from '#renderer/ui/grid-selection.svelte.ts';

import { BuildCacheState } from './build-cache-state.svelte.ts';

const dayMs = 86_400_000;

const record = (id: string, changes: Partial<BuildCacheRow> = {}): BuildCacheRow => ({
  id,
  kind: 'regular',
  description: `RUN make ${id}`,
  bytes: 10,
  inUse: false,
  shared: false,
  parents: [],
  createdAtMs: 0,
  lastUsedAtMs: 0,
  usageCount: 1,
  ...changes,
});

async function loaded(...records: readonly BuildCacheRow[]) {
  const pruned: unknown[] = [];
  const cleanup = {
    buildCache: () => Promise.resolve({ records, bytes: 0, isSupported: true }),
    pruneBuildCache: (input: unknown) => {
      pruned.push(input);
      return Promise.resolve({ jobId: 'job' });
    },
  };
  const state = new BuildCacheState({ cleanup } as never, new GridSelection(), () => 100 * dayMs);
  await state.look('engine');
  return { state, pruned };
}

describe('what it comes to', () => {
  it('counts no shared and no unknown bytes, and no record a build uses', async () => {
    const { state } = await loaded(
      record('a'),
      record('b', { shared: true }),
      record('c', { bytes: 'unknown' }),
      record('d', { inUse: true }),
    );
    state.selection.set(['a', 'b', 'c', 'd']);
    expect(state.chosen.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(state.promise).toEqual({ leastBytes: 10, sharedCount: 1, dependentCount: 0 });
  });

  it('counts records that stand on what goes', async () => {
    const { state } = await loaded(
      record('a'),
      record('b', { parents: ['a'] }),
      record('c', { parents: ['b'] }),
    );
    state.selection.set(['a', 'b']);
    expect(state.promise.dependentCount).toBe(1);
  });
});

it('removes the ticked records by ID, and none a build uses', async () => {
  const { state, pruned } = await loaded(record('a'), record('b', { inUse: true }));
  state.selection.set(['a', 'b']);
  await state.prune();
  expect(pruned).toEqual([{ endpoint: 'engine', ids: ['a'] }]);
  expect([state.jobId, state.selection.size]).toEqual(['job', 0]);
});

it('ticks what was idle; what was never used counts from its creation', async () => {
  const { state } = await loaded(
    record('old', { lastUsedAtMs: 60 * dayMs }),
    record('new', { lastUsedAtMs: 99 * dayMs }),
    record('never', { lastUsedAtMs: null, createdAtMs: 99 * dayMs }),
    record('busy', { inUse: true }),
  );
  state.selectIdle(30);
  expect(state.chosen.map(({ id }) => id)).toEqual(['old']);
  state.selectIdle(0);
  expect(state.chosen).toHaveLength(3);
});

it('orders and filters', async () => {
  const { state } = await loaded(
    record('a', { bytes: 5, kind: 'frontend' }),
    record('b', { bytes: 'unknown' }),
    record('c', { bytes: 50 }),
  );
  const ids = () => state.shown.map(({ id }) => id).join('');
  expect(ids()).toBe('bca');
  state.sortBy('bytes');
  expect(ids()).toBe('acb');
  state.sortBy('description');
  expect(ids()).toBe('abc');
  state.filterText = ' MAKE front';
  expect(ids()).toBe('a');
});
