import { expect, test } from 'vitest';

import { factsOf, imageId, makeImage, makeSnapshot, sha256 } from '#test/support/small-snapshot.ts';

import { comparePlan, planShown } from './compare-plan.ts';
import { planCleanup } from './plan-cleanup.ts';
import { policyOf, type CleanupPolicy } from './policy.ts';
import { binReference } from './recycle-bin.ts';
import { toShownPlan } from './shown-plan.ts';

const [a, b, c] = [imageId('a'), imageId('b'), imageId('c')];
const unused = policyOf({ kind: 'unused' });

/** The first plan of a policy, and the one without an image. */
function without(left: string, policy: CleanupPolicy, facts: ReturnType<typeof factsOf>) {
  const all = planCleanup(facts, policy, { sha256 });
  const shown = toShownPlan(all);
  const remove = shown.remove.filter(({ id }) => id !== left);
  return { all, plan: planShown({ ...shown, remove }, facts, sha256) };
}

test('what is left out stays, with what it was built on; the rest keeps its reasons', () => {
  const images = [
    makeImage('a', { tags: ['app:1'] }),
    makeImage('b', { tags: ['step:1'] }),
    makeImage('c', { tags: ['tool:1'], parentId: b }),
  ];
  const facts = factsOf(makeSnapshot(images));
  const { all, plan } = without(c, unused, facts);
  expect(new Set(all.remove.map(({ id }) => id))).toEqual(new Set([a, b, c]));
  expect(plan.remove.map(({ id, reasons }) => ({ id, reasons }))).toEqual([
    { id: a, reasons: all.remove.find(({ id }) => id === a)?.reasons },
  ]);
  expect(plan.keep.find(({ id }) => id === b)?.reasons).toContain('has-kept-child');
});

test('only some of the bin can be emptied, and nothing else is touched', () => {
  const parked = (name: string) => makeImage(name, { tags: [binReference(imageId(name), 1_000)] });
  const facts = factsOf(makeSnapshot([parked('a'), parked('b'), makeImage('c', { tags: ['app:1'] })]));
  const { all, plan } = without(b, { kind: 'bin', parkedForDays: 0 }, facts);
  expect(all.remove.map(({ id }) => id)).toEqual([a, b]);
  expect(plan.remove.map(({ id, reasons }) => [id, reasons])).toEqual([[a, ['in-bin']]]);
});

test('it runs as it is: the same items compare equal', () => {
  const images = ['a', 'b', 'c'].map((name) => makeImage(name, { tags: [`${name}:1`] }));
  const facts = factsOf(makeSnapshot(images));
  const { plan } = without(b, unused, facts);
  expect(comparePlan(toShownPlan(plan), facts, sha256).holds).toBe(true);
});
