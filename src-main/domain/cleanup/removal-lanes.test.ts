import { expect, test } from 'vitest';

import { containerdImage, layeredImage, type LayerSizes } from '#test/support/layered-snapshot.ts';
import { imageId, makeSnapshot } from '#test/support/small-snapshot.ts';

import type { EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import { buildReclaimModel } from '../ledger/build-reclaim-model.ts';
import type { PlannedRemoval } from './cleanup-plan.ts';
import { removalLanes } from './removal-lanes.ts';

const stacks: Readonly<Record<string, LayerSizes>> = {
  a: { base: 10, a: 1 },
  b: { base: 10, both: 5, b: 1 },
  c: { base: 10, both: 5, c: 1 },
  d: { base: 10, d: 1 },
};

function snapshotOf(images: readonly EngineImage[]): EngineSnapshot {
  return makeSnapshot(images);
}

function lanesOf(snapshot: EngineSnapshot, names: readonly string[]): readonly (readonly string[])[] {
  const remove = names.map((name): PlannedRemoval => {
    const recovery = { kind: 'local-only', pullFrom: [], builtBy: null } as const;
    const words = { effect: 'remove', references: [], platforms: [], reasons: ['picked'] } as const;
    return { id: imageId(name), ...words, recovery, frees: { exact: 0 } };
  });
  const reclaim = buildReclaimModel(buildLedger(snapshot), snapshot);
  const lanes = removalLanes({ remove }, { snapshot, reclaim });
  return lanes.map((lane) => lane.map((place) => names[place] ?? ''));
}

const classic = snapshotOf(Object.entries(stacks).map(([name, layers]) => layeredImage(name, layers)));

test('images that share nothing that goes run side by side', () => {
  expect(lanesOf(classic, ['a', 'b', 'd'])).toEqual([['a'], ['b'], ['d']]);
});

test('images that share layers only with each other stay in a lane', () => {
  expect(lanesOf(classic, ['a', 'c', 'b'])).toEqual([['a'], ['c', 'b']]);
});

test('when the base goes as well, its last image takes it along', () => {
  expect(lanesOf(classic, ['d', 'c', 'b', 'a'])).toEqual([['d', 'c', 'b', 'a']]);
});

test('a child goes before its parent, whatever they share', () => {
  const family = snapshotOf(
    [
      containerdImage('a', { a: 1 }, { bytes: 10 }),
      { ...containerdImage('b', { b: 1 }, { bytes: 10 }), parentId: imageId('a') },
      containerdImage('c', { a: 1, c: 1 }, { bytes: 10 }),
    ].map((image) => image),
  );
  const lanes = lanesOf({ ...family, store: 'containerd' }, ['b', 'a', 'c']);
  expect(lanes).toEqual([['b', 'a'], ['c']]);
});

test('no items, no lanes', () => {
  expect(lanesOf(classic, [])).toEqual([]);
});
