import { describe, expect, test } from 'vitest';

import { toImageId } from '../../domain/image/hashes.ts';
import type { JournalItem, JournalRun } from '../../ports/store.ts';
import { countResumable, countUndoable } from './count-left.ts';
import { newItem } from './journal-items.ts';
import { journalRuns } from './journal-runs.ts';

function itemOf(change: Partial<JournalItem>): JournalItem {
  return newItem({ imageId: toImageId('a'), effect: 'remove', outcome: 'removed', ...change });
}

const runOf = (change: Partial<JournalRun>): JournalRun => ({
  runId: 'run',
  engine: 'engine',
  endpoint: 'demo:',
  kind: 'clean-up',
  trigger: 'person',
  policyName: '',
  state: 'partial',
  owner: 'me',
  follows: null,
  isDismissed: false,
  startedAtMs: 1,
  finishedAtMs: 2,
  promisedBytes: 0,
  promisedExactly: true,
  measuredBytes: 0,
  items: [],
  ...change,
});

const undoable: readonly (readonly [string, Partial<JournalItem>, boolean])[] = [
  ['a dropped tag', { effect: 'untag', outcome: 'untagged' }, true],
  ['a tag dropped on the way to a removal', { outcome: 'untagged' }, true],
  ['a parked image', { effect: 'park', outcome: 'parked' }, true],
  ['an image from a registry', { pullFrom: ['a@sha256:0'] }, true],
  ['a saved image', { archive: '/saved/a.tar' }, true],
  ['one that was still to be saved', { archive: '' }, false],
  ['one that existed only here', {}, false],
  ['one that is back', { outcome: 'restored', pullFrom: ['a@sha256:0'] }, false],
  ['one that somebody else removed', { outcome: 'gone', pullFrom: ['a@sha256:0'] }, false],
  ['a container', { effect: 'remove-container', reference: 'c' }, false],
  ['a record of the build cache', { effect: 'remove-build-cache', reference: 'r' }, false],
  ['a platform', { effect: 'remove-platforms', reference: 'linux/arm64', pullFrom: ['a@sha256:0'] }, false],
];

describe('countUndoable', () => {
  test.each(undoable)('%s', (_, change, isUndoable) => {
    expect(countUndoable({ items: [itemOf(change)] })).toBe(isUndoable ? 1 : 0);
  });

  test('counts images, not references', () => {
    const tags = ['a:1', 'a:2'].map((reference) =>
      itemOf({ reference, effect: 'untag', outcome: 'untagged' }),
    );
    expect(countUndoable({ items: tags })).toBe(1);
  });

  const gone = (change: Partial<JournalItem>) => [
    itemOf({ reference: 'a:1', outcome: 'untagged', ...change }),
    itemOf({ reference: 'a:2', ...change }),
  ];

  test('a tag of an image that went with the next one does not come back without it', () => {
    expect(countUndoable({ items: gone({}) })).toBe(0);
    expect(countUndoable({ items: gone({ pullFrom: ['a@sha256:0'] }) })).toBe(1);
    expect(countUndoable({ items: gone({ archive: '/saved/a.tar' }) })).toBe(1);
  });

  test('what a later run removed from the bin is there no more', () => {
    const items = [itemOf({ effect: 'park', outcome: 'parked', reference: 'a:1' })];
    expect(countUndoable({ items }, new Set(['a']))).toBe(0);
    expect(countUndoable({ items }, new Set(['b']))).toBe(1);
    const pulled = items.map((item) => ({ ...item, pullFrom: ['a@sha256:0'] }));
    expect(countUndoable({ items: pulled }, new Set(['a']))).toBe(1);
  });

  test('a container or a platform that went does not take the image along', () => {
    const items = [
      itemOf({ effect: 'untag', outcome: 'untagged', reference: 'a:1' }),
      itemOf({ effect: 'remove-container', reference: 'c' }),
      itemOf({ effect: 'remove-platforms', reference: 'linux/arm64' }),
    ];
    expect(countUndoable({ items })).toBe(1);
  });
});

describe('journalRuns', () => {
  test('knows of a parked image what a newer run of the same engine did to it', () => {
    const parked = runOf({ runId: 'old', items: [itemOf({ effect: 'park', outcome: 'parked' })] });
    const emptied = runOf({ runId: 'new', kind: 'empty-bin', items: [itemOf({})] });
    const undoableOf = (...runs: readonly JournalRun[]) =>
      journalRuns({ runs: () => runs }, 9).map(({ undoable: count }) => count);
    expect(undoableOf(emptied, parked)).toEqual([0, 0]);
    expect(undoableOf({ ...emptied, engine: 'another' }, parked)).toEqual([0, 1]);
    expect(undoableOf({ ...emptied, items: [itemOf({ outcome: 'restored' })] }, parked)).toEqual([0, 1]);
    expect(undoableOf(parked, emptied)).toEqual([1, 0]);
  });
});

describe('countResumable', () => {
  const outcomes = [
    'pending',
    'trying',
    'skipped',
    'failed',
    'blocked',
    'gone',
    'removed',
    'untagged',
  ] as const;
  const items = outcomes.map((outcome, at) => itemOf({ reference: `a:${at}`, outcome }));

  test('counts what was not begun, not settled or failed; what is blocked needs a new plan', () => {
    expect(countResumable(runOf({ items }))).toBe(4);
  });

  const states = [
    ['running', 0],
    ['succeeded', 0],
    ['cancelled', 0],
    ['partial', 4],
    ['failed', 4],
    ['interrupted', 4],
  ] as const;
  test.each(states)('of a run that is %s: %i', (state, count) => {
    expect(countResumable(runOf({ state, items }))).toBe(count);
  });

  test('offers nothing that was dismissed, and no undo', () => {
    expect(countResumable(runOf({ items, isDismissed: true }))).toBe(0);
    expect(countResumable(runOf({ items, kind: 'undo' }))).toBe(0);
    expect(countResumable(runOf({ items, kind: 'empty-bin' }))).toBe(4);
  });
});
