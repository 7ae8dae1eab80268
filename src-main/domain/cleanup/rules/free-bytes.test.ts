import { describe, expect, test } from 'vitest';

import type { EngineImage, EngineSnapshot } from '../../image/engine-snapshot.ts';
import type { CleanupPlan } from '../cleanup-plan.ts';
import type { PlanFacts } from '../plan-facts.ts';
import { policyOf, type Rule } from '../policy.ts';
import { binReference } from '../recycle-bin.ts';
import { makePlan, planLines, verdictsOf } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeImage, makeSnapshot } from '#test/support/small-snapshot.ts';

const free = (bytes: number): Rule => ({ kind: 'free-bytes', bytes });

/** One that exists only here, one that can be pulled again, and one that has a name. */
const images: readonly EngineImage[] = [
  makeImage('a', { bytes: 100 }),
  makeImage('b', { bytes: 60, digests: [`b@${imageId('b')}`] }),
  makeImage('c', { bytes: 300, tags: ['c:1'] }),
];

function planFor(
  bytes: number,
  rest: Partial<EngineSnapshot> = {},
  facts: Partial<PlanFacts> = {},
): CleanupPlan {
  return makePlan(factsOf(makeSnapshot(images, rest), facts), policyOf(free(bytes)));
}

describe('so many bytes come free', () => {
  test('with the image that is enough and missed least', () => {
    expect(planLines(planFor(50))).toEqual([
      `b remove b@${imageId('b')} frees-enough`,
      'a keep not-needed',
      'c keep not-needed',
    ]);
    expect(planLines(planFor(61))).toEqual([
      'a remove frees-enough',
      'b keep not-needed',
      'c keep not-needed',
    ]);
  });

  test('with named images where nameless ones are not enough', () => {
    const plan = planFor(161);
    expect(plan.remove.map(({ id }) => id)).toContain(imageId('c'));
    expect(plan.frees.total).toEqual({ exact: 300 });
    expect(plan.notes).toEqual([]);
  });

  test('with everything where it cannot be reached, and the plan says what that is', () => {
    const plan = planFor(461);
    expect(plan.remove).toHaveLength(3);
    expect(plan.notes).toEqual([{ kind: 'not-enough', asked: 461, most: { exact: 460 } }]);
  });

  test('without what is in use, pinned, or in the bin; each says so', () => {
    const parked = makeImage('d', { tags: [binReference(imageId('d'), 1)] });
    const snapshot = makeSnapshot([...images, parked], { containers: [makeContainer('box', 'c')] });
    const pins = [{ kind: 'image', id: imageId('a') }] as const;
    expect(verdictsOf(factsOf(snapshot, { pins }), free(1000))).toEqual({
      a: '-pinned',
      b: 'frees-enough',
      c: '-in-use-by-container',
      d: '-parked',
    });
  });

  test('without what something that stays was built on', () => {
    const child = makeImage('d', { tags: ['d:1'], parentId: imageId('c') });
    const snapshot = makeSnapshot([...images, child], { containers: [makeContainer('box', 'd')] });
    expect(verdictsOf(factsOf(snapshot), free(1000))).toMatchObject({ c: '-has-kept-child' });
  });

  test('with the untagged steps below, but not with pinned ones', () => {
    const chain = [
      makeImage('a', { bytes: 10, labels: { keep: '' } }),
      makeImage('b', { bytes: 10, parentId: imageId('a') }),
      makeImage('c', { bytes: 10, tags: ['c:1'], parentId: imageId('b') }),
    ];
    const free30 = policyOf(free(30));
    expect(planLines(makePlan(factsOf(makeSnapshot(chain)), free30))).toEqual([
      'c remove c:1 frees-enough',
      'b remove goes-with-child',
      'a remove goes-with-child',
    ]);
    const pins = [{ kind: 'label', name: 'keep', value: null }] as const;
    const pinned = makePlan(factsOf(makeSnapshot(chain), { pins }), free30);
    expect(planLines(pinned)).toEqual([
      'c remove c:1 frees-enough',
      'b remove goes-with-child',
      'a keep pinned',
    ]);
    expect(pinned.notes).toEqual([{ kind: 'not-enough', asked: 30, most: { exact: 20 } }]);
  });
});

describe('together with other rules', () => {
  test('all: it chooses among what the others leave', () => {
    const policy = { ...policyOf({ kind: 'dangling' }, free(200)), match: 'all' } as const;
    const plan = makePlan(factsOf(makeSnapshot(images)), policy);
    expect(planLines(plan)).toEqual([
      'a remove dangling frees-enough',
      `b remove b@${imageId('b')} dangling frees-enough`,
      'c keep tagged not-needed',
    ]);
    expect(plan.notes).toEqual([{ kind: 'not-enough', asked: 200, most: { exact: 160 } }]);
  });

  test('any: it chooses among everything, and the others add to it', () => {
    const plan = makePlan(factsOf(makeSnapshot(images)), policyOf({ kind: 'dangling' }, free(300)));
    expect(planLines(plan)).toEqual([
      'a remove dangling',
      `b remove b@${imageId('b')} dangling`,
      'c remove c:1 frees-enough',
    ]);
  });

  test('several of it are the largest of them', () => {
    const plan = makePlan(factsOf(makeSnapshot(images)), policyOf(free(50), free(61)));
    expect(plan.remove.map(({ id }) => id)).toEqual([imageId('a')]);
  });
});
