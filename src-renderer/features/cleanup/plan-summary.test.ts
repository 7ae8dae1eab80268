import { describe, expect, it } from 'vitest';

import type { ItemResult } from '#main/contract/views/job-view.ts';
import { toImageId } from '#main/domain/image/hashes.ts';
import { sampleRemoval as item } from '#renderer/state/cleanup-samples.ts';

import { sampleKeep } from './plan-samples.ts';
import { boundBeyond, countPlan, groupKept, judgeFreed } from './plan-summary.ts';

describe('countPlan', () => {
  const rePullable = { kind: 're-pullable', pullFrom: ['b@sha256:1'], builtBy: null } as const;
  const items = [
    item('a'),
    item('b', { recovery: rePullable, references: ['a:1', 'a:2'] }),
    item('c', { effect: 'untag', references: ['b:1', 'b:2'] }),
    item('d', { effect: 'park' }),
    item('e', { effect: 'remove-platforms', references: [], platforms: ['linux/arm64'] }),
  ];

  it('counts what goes, what is parked and what only loses something apart', () => {
    expect(countPlan(items)).toEqual({
      images: 2,
      parked: 1,
      tags: 2,
      thinned: 1,
      mix: { 're-pullable': 1, rebuildable: 0, 'local-only': 1, unknown: 0 },
    });
  });

  it('believes a registry more than the engine', () => {
    expect(countPlan(items, () => rePullable).mix['re-pullable']).toBe(2);
  });
});

it.each([
  [{ exact: 9 }, { exact: 4 }, { exact: 5 }],
  [{ atLeast: 9 }, { exact: 4 }, { atLeast: 5 }],
  [{ exact: 3 }, { exact: 4 }, { exact: 0 }],
])('%j beyond %j is %j', (more, less, beyond) => expect(boundBeyond(more, less)).toEqual(beyond));

it('groups what stays by its first reason', () => {
  const groups = groupKept([
    sampleKeep('a', { reasons: ['tagged'] }),
    sampleKeep('b', { reasons: ['has-kept-child', 'tagged'] }),
    sampleKeep('c', { reasons: ['tagged'] }),
  ]);
  expect([...groups].map(([reason, items]) => [reason, items.map(({ id }) => id)])).toEqual([
    ['tagged', ['a', 'c']],
    ['has-kept-child', ['b']],
  ]);
});

describe('judgeFreed', () => {
  const result = (outcome: ItemResult['outcome']): ItemResult => ({ id: toImageId('a'), outcome });
  const rows: readonly [string, Parameters<typeof judgeFreed>[0]][] = [
    ['equal', { promised: { exact: 5 }, measuredBytes: 5, results: [result('removed')] }],
    ['more', { promised: { exact: 5 }, measuredBytes: 6, results: [result('removed')] }],
    ['more', { promised: { atLeast: 5 }, measuredBytes: 5, results: [result('removed')] }],
    ['equal', { promised: { exact: 0 }, measuredBytes: 0, results: [result('parked')] }],
    ['less', { promised: { exact: 5 }, measuredBytes: 4, results: [result('gone')] }],
    ['less-because-not-done', { promised: { exact: 5 }, measuredBytes: 0, results: [result('blocked')] }],
    ['not-measured', { promised: { exact: 5 }, measuredBytes: 'unknown', results: [] }],
  ];
  it.each(rows)('%s', (verdict, given) => {
    expect(judgeFreed(given)).toBe(verdict);
  });
});
