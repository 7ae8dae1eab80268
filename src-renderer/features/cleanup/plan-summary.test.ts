import { describe, expect, it } from 'vitest';

import type { CleanupResult, ItemResult } from '#main/contract/views/job-view.ts';
import type { PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

import { countPlan, groupKept, judgeFreed } from './plan-summary.ts';

const item = (changes: Partial<PlannedRemoval>): PlannedRemoval => ({
  id: toImageId('a'),
  effect: 'remove',
  references: [],
  reasons: ['picked'],
  recoverable: 'local-only',
  ...changes,
});

it('counts images that go and tags that are dropped apart', () => {
  const counts = countPlan([
    item({}),
    item({ recoverable: 're-pullable', references: ['a:1', 'a:2'] }),
    item({ effect: 'untag', references: ['b:1', 'b:2'] }),
  ]);
  expect(counts).toEqual({ images: 2, tags: 2, mix: { 're-pullable': 1, 'local-only': 1, unknown: 0 } });
});

it('groups what stays by its first reason', () => {
  const keep = (id: string, reasons: readonly ('tagged' | 'has-kept-child')[]) => ({
    id: toImageId(id),
    reasons,
    containers: [],
  });
  const groups = groupKept([
    keep('a', ['tagged']),
    keep('b', ['has-kept-child', 'tagged']),
    keep('c', ['tagged']),
  ]);
  expect([...groups].map(([reason, items]) => [reason, items.map(({ id }) => id)])).toEqual([
    ['tagged', ['a', 'c']],
    ['has-kept-child', ['b']],
  ]);
});

describe('judgeFreed', () => {
  const result = (outcome: ItemResult['outcome']): ItemResult => ({ id: toImageId('a'), outcome });
  const rows: readonly [string, CleanupResult][] = [
    ['equal', { promised: { exact: 5 }, measuredBytes: 5, results: [result('removed')] }],
    ['more', { promised: { exact: 5 }, measuredBytes: 6, results: [result('removed')] }],
    ['more', { promised: { atLeast: 5 }, measuredBytes: 5, results: [result('removed')] }],
    ['less', { promised: { exact: 5 }, measuredBytes: 4, results: [result('gone')] }],
    ['less-because-not-done', { promised: { exact: 5 }, measuredBytes: 0, results: [result('blocked')] }],
    ['not-measured', { promised: { exact: 5 }, measuredBytes: 'unknown', results: [] }],
  ];
  it.each(rows)('%s', (verdict, given) => {
    expect(judgeFreed(given)).toBe(verdict);
  });
});
