import { describe, expect, it } from 'vitest';

import type { LayerRow } from '#main/contract/views/layers-view.ts';
import { AppError } from '#main/domain/app-error.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

import { LayersState } from './layers-state.svelte.ts';

const layer = (chainId: string, bytes: LayerRow['bytes'], changes: Partial<LayerRow> = {}): LayerRow => ({
  chainId,
  diffId: `diff-${chainId}`,
  parentChainId: null,
  bytes,
  images: [toImageId('i')],
  family: { key: chainId, label: chainId, hue: 0, pattern: 0 },
  storedTimes: 1,
  createdBy: chainId,
  ...changes,
});

const two = ['i', 'j'].map(toImageId);
const layers: readonly LayerRow[] = [
  layer('small', 5),
  layer('unknown', 'unknown'),
  layer('base', 100, { images: two }),
  layer('copy1', 7, { diffId: 'same', storedTimes: 2 }),
  layer('copy2', 7, { diffId: 'same', storedTimes: 2 }),
];

const clientOf = (
  list: (input: { endpoint: string }) => Promise<unknown>,
  checkTotals: () => Promise<unknown> = () => Promise.reject(new AppError('engine.timeout')),
) => ({ layers: { list }, engines: { checkTotals } }) as never;

const loaded = async (): Promise<LayersState> => {
  const state = new LayersState(clientOf(() => Promise.resolve({ layers, takenAtMs: 1 })));
  await state.load('unix:///engine');
  return state;
};
const names = (state: LayersState): string[] => state.rows.map(({ chainId }) => chainId);

describe('LayersState', () => {
  it('lists by bytes, unknown last whichever way round', async () => {
    const state = await loaded();
    expect(names(state)).toEqual(['base', 'copy1', 'copy2', 'small', 'unknown']);
    state.sortBy('bytes');
    expect(names(state)).toEqual(['small', 'copy1', 'copy2', 'base', 'unknown']);
    state.sortBy('images');
    expect(names(state)[0]).toBe('base');
  });

  it('filters, and says what sharing saves and repetition costs', async () => {
    const state = await loaded();
    expect(state.counts).toEqual({ all: 5, shared: 1, storedTwice: 2 });
    state.filter = 'stored-twice';
    expect(names(state)).toEqual(['copy1', 'copy2']);
    expect(state.repeatedBytes).toBe(7);
    expect(state.savedBytes).toBe(100);
    expect(state.bytes).toBe('unknown');
  });

  it('shows only the engine asked for last', async () => {
    const slow = Promise.withResolvers<unknown>();
    const state = new LayersState(
      clientOf(({ endpoint }) =>
        endpoint === 'slow' ? slow.promise : Promise.resolve({ layers: [], takenAtMs: 1 }),
      ),
    );
    const first = state.load('slow');
    await state.load('fast');
    slow.resolve({ layers, takenAtMs: 1 });
    await first;
    expect(state.all).toEqual([]);
    expect(state.isLoading).toBe(false);
  });

  it('keeps what it showed when reading again fails', async () => {
    let fails = false;
    const state = new LayersState(
      clientOf(() =>
        fails
          ? Promise.reject(new AppError('engine.unreachable'))
          : Promise.resolve({ layers, takenAtMs: 1 }),
      ),
    );
    await state.load('unix:///engine');
    fails = true;
    await state.load('unix:///engine');
    expect(state.all).toHaveLength(5);
    expect(state.error?.code).toBe('engine.unreachable');
  });

  it('says why the engine’s own sum could not be had', async () => {
    const state = await loaded();
    await state.checkTotals();
    expect(state.checkError?.code).toBe('engine.timeout');
    expect(state.isChecking).toBe(false);
  });
});
