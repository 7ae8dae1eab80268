import { expect, test } from 'vitest';

import { checkPlan } from './check-plan.ts';
import type { CleanupPlan, PlannedRemoval } from './cleanup-plan.ts';
import { planCleanup } from './plan-cleanup.ts';
import {
  factsOf,
  imageId,
  makeContainer,
  makeImage,
  makeSnapshot,
  sha256,
} from '#test/support/small-snapshot.ts';

const snapshot = makeSnapshot(
  [
    makeImage('a'),
    makeImage('b', { parentId: imageId('a') }),
    makeImage('c', { tags: ['app:1', 'app:2'] }),
    makeImage('d', { tags: ['db:8'] }),
  ],
  { containers: [makeContainer('box', 'd')] },
);
const good = planCleanup(factsOf(snapshot), { kind: 'unused' }, sha256);

function removal(name: string, facts: Partial<PlannedRemoval> = {}): PlannedRemoval {
  const plain = { effect: 'remove', references: [], reasons: ['picked'], recoverable: 'local-only' } as const;
  return { id: imageId(name), ...plain, ...facts };
}

/** The good plan with one image treated otherwise. */
function withItem(item: PlannedRemoval): CleanupPlan {
  const others = <T extends { id: string }>(list: readonly T[]): T[] =>
    list.filter(({ id }) => id !== item.id);
  return { ...good, remove: [...others(good.remove), item], keep: others(good.keep) };
}

const broken: readonly (readonly [string, CleanupPlan])[] = [
  ['the plan was made for another engine', { ...good, engineId: 'another' }],
  ['is in the plan twice', { ...good, remove: [...good.remove, removal('d')] }],
  ['or the engine does not hold it', { ...good, remove: [...good.remove, removal('e')] }],
  ['the plan does not speak of', { ...good, keep: [] }],
  ['has no reason', withItem(removal('c', { references: ['app:1', 'app:2'], reasons: [] }))],
  ['is held by container box', withItem(removal('d', { references: ['db:8'] }))],
  ['is removed before', { ...good, remove: good.remove.toReversed() }],
  [
    'which was built on it',
    { ...withItem(removal('a')), remove: [removal('a')], keep: [...good.keep, ...keeps('b', 'c')] },
  ],
  ['without all its references', withItem(removal('c', { references: ['app:1'] }))],
  ['without all its references', withItem(removal('c', { references: ['app:1', 'app:3'] }))],
  ['is untagged of nothing', withItem(removal('c', { effect: 'untag' }))],
  ['app:9 is no reference of', withItem(removal('c', { effect: 'untag', references: ['app:9'] }))],
  [
    'would lose all its references',
    withItem(removal('c', { effect: 'untag', references: ['app:1', 'app:2'] })),
  ],
];

function keeps(...names: readonly string[]): CleanupPlan['keep'] {
  return names.map((name) => ({ id: imageId(name), reasons: ['not-picked'], containers: [] }));
}

test('a plan of the planner passes', () => {
  expect(checkPlan(good, snapshot)).toEqual({ ok: true, value: good });
  const untag = withItem(removal('c', { effect: 'untag', references: ['app:1'] }));
  expect(checkPlan(untag, snapshot)).toEqual({ ok: true, value: untag });
});

test.each(broken)('%s', (words, plan) => {
  const checked = checkPlan(plan, snapshot);
  expect(checked).toMatchObject({ ok: false });
  expect(!checked.ok && checked.problem).toContain(words);
});
