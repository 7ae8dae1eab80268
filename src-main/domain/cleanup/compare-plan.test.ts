import { describe, expect, test } from 'vitest';

import type { EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import type { CleanupPolicy } from './cleanup-plan.ts';
import { comparePlan, type PlanComparison, type ShownPlan } from './compare-plan.ts';
import { planCleanup } from './plan-cleanup.ts';
import {
  factsOf,
  imageId,
  makeContainer,
  makeImage,
  makeSnapshot,
  sha256,
} from '#test/support/small-snapshot.ts';

const a = imageId('a');
const app = makeImage('a', { tags: ['app:1', 'app:2'] });
const whole: CleanupPolicy = { kind: 'picked', picks: [{ id: a, references: null }] };
const oneTag: CleanupPolicy = { kind: 'picked', picks: [{ id: a, references: ['app:2'] }] };

function compare(policy: CleanupPolicy, before: EngineSnapshot, now: EngineSnapshot): PlanComparison {
  return comparePlan(planCleanup(factsOf(before), policy, sha256), factsOf(now), sha256);
}

function changesOf(
  policy: CleanupPolicy,
  now: readonly EngineImage[],
  rest: Partial<EngineSnapshot> = {},
): unknown {
  const compared = compare(policy, makeSnapshot([app]), makeSnapshot(now, rest));
  return compared.holds ? 'holds' : compared.changes;
}

describe('a plan still holds when', () => {
  test('another image came', () => {
    expect(changesOf(whole, [app, makeImage('b', { tags: ['new:1'] })])).toBe('holds');
  });

  test('a container of another image came', () => {
    expect(changesOf(whole, [app, makeImage('b')], { containers: [makeContainer('box', 'b')] })).toBe(
      'holds',
    );
  });

  test('an ancestor has become free, which is then left alone', () => {
    const images = [makeImage('b'), makeImage('c', { parentId: imageId('b') })];
    const before = makeSnapshot(images, { containers: [makeContainer('box', 'b')] });
    const compared = compare({ kind: 'dangling' }, before, makeSnapshot(images));
    expect(compared.holds && compared.plan.remove.map(({ id }) => id)).toEqual([imageId('c')]);
  });
});

describe('a plan no longer holds when', () => {
  test('its image is gone', () => {
    expect(changesOf(whole, [])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 0 } },
      { kind: 'image-gone', id: a },
    ]);
  });

  test('a tag came or went', () => {
    expect(changesOf(whole, [makeImage('a', { tags: ['app:1', 'app:3'] })])).toEqual([
      { kind: 'reference-gone', id: a, reference: 'app:2' },
      { kind: 'reference-added', id: a, reference: 'app:3' },
    ]);
  });

  test('a dangling image got a tag', () => {
    const before = makeSnapshot([makeImage('a')]);
    const now = makeSnapshot([makeImage('a', { tags: ['app:1'] })]);
    expect(compare({ kind: 'dangling' }, before, now)).toEqual({
      holds: false,
      changes: [{ kind: 'reference-added', id: a, reference: 'app:1' }],
    });
  });

  test('the tag to drop is gone, or has become the last one', () => {
    expect(changesOf(oneTag, [makeImage('a', { tags: ['app:1'] })])).toEqual([
      { kind: 'reference-gone', id: a, reference: 'app:2' },
    ]);
    expect(changesOf(oneTag, [makeImage('a', { tags: ['app:2'] })])).toEqual([
      { kind: 'other-bytes', planned: { exact: 0 }, now: { exact: 100 } },
      { kind: 'now-last-reference', id: a },
    ]);
  });

  test('a container came', () => {
    expect(changesOf(whole, [app], { containers: [makeContainer('box', 'a')] })).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 0 } },
      { kind: 'now-in-use', id: a, containers: ['box'] },
    ]);
  });

  test('an image was built on it', () => {
    const child = makeImage('b', { parentId: a, tags: ['child:1'] });
    expect(changesOf(whole, [app, child])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 0 } },
      { kind: 'new-child', id: a, children: [imageId('b')] },
    ]);
  });

  test('it frees other bytes', () => {
    expect(changesOf(whole, [{ ...app, bytes: 90 }])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 90 } },
    ]);
    expect(changesOf(whole, [{ ...app, bytes: 'unknown' }])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { atLeast: 0 } },
    ]);
  });

  test('another engine answers', () => {
    expect(changesOf(whole, [app], { engineId: 'another' })).toEqual([{ kind: 'other-engine' }]);
    expect(changesOf(whole, [app], { store: 'containerd' })).toEqual([{ kind: 'other-engine' }]);
  });

  test('something else it relied on changed', () => {
    expect(changesOf(whole, [{ ...app, digests: [`app@${a}`] }])).toEqual([{ kind: 'other-facts' }]);
    expect(changesOf(oneTag, [app], { containers: [makeContainer('box', 'a')] })).toEqual([
      { kind: 'other-facts' },
    ]);
  });

  test('the fingerprint is none, or the items were changed on the way', () => {
    const facts = factsOf(makeSnapshot([app, makeImage('b', { bytes: 0 })]));
    const shown: ShownPlan = planCleanup(facts, whole, sha256);
    expect(comparePlan({ ...shown, fingerprint: 'x' }, facts, sha256)).toEqual({
      holds: false,
      changes: [{ kind: 'other-facts' }],
    });
    const forged = [...shown.remove, { id: imageId('b'), effect: 'remove' as const, references: [] }];
    expect(comparePlan({ ...shown, remove: forged }, facts, sha256).holds).toBe(false);
    const renamed = [{ id: a, effect: 'untag' as const, references: ['app:1'] }];
    expect(comparePlan({ ...shown, remove: renamed }, facts, sha256).holds).toBe(false);
  });
});

test('the plan that runs carries the reasons that were shown, as far as they are known', () => {
  const facts = factsOf(makeSnapshot([makeImage('a')]));
  const shown = planCleanup(facts, { kind: 'dangling' }, sha256);
  const remove = shown.remove.map((item) => ({ ...item, reasons: ['made-up', ...item.reasons] }));
  const compared = comparePlan({ ...shown, remove }, facts, sha256);
  expect(compared.holds && compared.plan.remove[0]?.reasons).toEqual(['dangling']);
  const silent = comparePlan(
    { ...shown, remove: [{ id: a, effect: 'remove', references: [] }] },
    facts,
    sha256,
  );
  expect(silent.holds && silent.plan.remove[0]?.reasons).toEqual(['picked']);
});
