import { describe, expect, it } from 'vitest';

import { toImageId } from '#main/domain/image/hashes.ts';
import { sampleRemoval } from '#renderer/state/cleanup-samples.ts';

import { groupFrees, planLines, type PlanLine, type PlanOrder } from './plan-lines.ts';

const items = [
  sampleRemoval('b', { frees: { exact: 5 } }),
  sampleRemoval('a10', { frees: { exact: 1 } }),
  sampleRemoval('a9', { frees: { atLeast: 9 } }),
  sampleRemoval('z', { reasons: ['dangling', 'unused'] }),
];
const usedAt: Record<string, number | null> = { b: 30, a10: null, a9: 70, z: null };
const order: PlanOrder = {
  key: 'frees',
  down: true,
  imagesById: new Map(
    items.map(({ id }) => [
      id,
      { bytes: id === 'b' ? ('unknown' as const) : id.length, lastUsedAtMs: usedAt[id] ?? null },
    ]),
  ),
  nameOf: (id) => id,
  recoveryOf: (item) => item.recovery,
  freesOf: (item) => item.frees,
};
const keys = (lines: readonly PlanLine[]): readonly string[] => lines.map(({ key }) => key);

describe('lines of a plan', () => {
  it('stand under their first reason, reasons in the order of the rules', () => {
    expect(keys(planLines(items, order, new Set()))).toEqual(['dangling', 'z', 'unused', 'a9', 'b', 'a10']);
  });

  it('say once above them what else is true of all of them', () => {
    const both = (id: string): ReturnType<typeof sampleRemoval> =>
      sampleRemoval(id, { reasons: ['unused', 'older-than'] });
    const alsoAll = (...group: ReturnType<typeof sampleRemoval>[]): unknown => {
      const [head] = planLines(group, order, new Set());
      return head?.kind === 'group' ? head.alsoAll : null;
    };
    expect(alsoAll(both('a9'), both('b'))).toEqual(['older-than']);
    expect(alsoAll(both('a9'), sampleRemoval('z', { reasons: ['unused'] }))).toEqual([]);
  });

  it('fold away with their group', () => {
    expect(keys(planLines(items, order, new Set(['unused'])))).toEqual(['dangling', 'z', 'unused']);
  });

  it.each([
    ['image', false, ['a9', 'a10', 'b']],
    ['image', true, ['b', 'a10', 'a9']],
    ['used', true, ['a9', 'b', 'a10']],
    ['used', false, ['b', 'a9', 'a10']],
    ['size', true, ['a10', 'a9', 'b']],
    ['size', false, ['a9', 'a10', 'b']],
  ] as const)('go by %s, down: %s', (key, down, expected) => {
    expect(keys(planLines(items, { ...order, key, down }, new Set())).slice(3)).toEqual(expected);
  });
});

it('a group frees what its ticked items add, exactly only when all of them do', () => {
  const group = items.slice(0, 3);
  const freesOf = order.freesOf;
  expect(groupFrees(group, new Set(group.map(({ id }) => id)), freesOf)).toEqual({ atLeast: 15 });
  expect(groupFrees(group, new Set([toImageId('b'), toImageId('a10')]), freesOf)).toEqual({ exact: 6 });
  expect(groupFrees(group, new Set(), freesOf)).toEqual({ exact: 0 });
});
