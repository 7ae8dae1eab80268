import { describe, expect, test } from 'vitest';

import type { EngineSnapshot } from '../../image/engine-snapshot.ts';
import type { PlanFacts } from '../plan-facts.ts';
import { policyOf } from '../policy.ts';
import { emptyPast } from '../recorded-past.ts';
import { makePlan, verdictsOf } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeImage, makeSnapshot, smallNowMs } from '#test/support/small-snapshot.ts';

const digest = `sha256:${'d'.repeat(64)}`;
const other = `sha256:${'e'.repeat(64)}`;

const dayMs = 86_400_000;

function asked(
  snapshot: EngineSnapshot,
  said: Readonly<Record<string, string | null>>,
  agoMs = 0,
): PlanFacts {
  const checks = Object.entries(said).map(
    ([reference, answer]) => [reference, { checkedAtMs: smallNowMs - agoMs, digest: answer }] as const,
  );
  return factsOf(snapshot, { past: { ...emptyPast, registryChecks: new Map(checks) } });
}

const classic = makeSnapshot([
  makeImage('a', { tags: ['a:1'], digests: [`a@${digest}`] }),
  makeImage('b', { tags: ['b:1'], digests: [`b@${digest}`] }),
  makeImage('c', { tags: ['c:1'], digests: [`other@${digest}`] }),
  makeImage('d', { tags: ['d:1'], digests: [`d@${digest}`] }),
  makeImage('e', { digests: [`e@${digest}`] }),
  makeImage('f'),
]);

describe('on the classic store', () => {
  test('the digest must be one the image has in that repository', () => {
    const facts = asked(classic, {
      'a:1': digest,
      'b:1': other,
      'c:1': digest,
      'd:1': null,
      [`e@${digest}`]: digest,
    });
    expect(verdictsOf(facts, { kind: 're-pullable' })).toEqual({
      a: 're-pullable',
      b: '-not-re-pullable',
      c: '-not-re-pullable',
      d: '-not-re-pullable',
      e: 're-pullable',
      f: '-not-re-pullable',
    });
    expect(makePlan(facts, policyOf({ kind: 're-pullable' })).notes).toEqual([]);
  });

  test('what was not asked about stays and is counted, but for what has no name', () => {
    const facts = asked(classic, { 'a:1': digest, 'b:1': null });
    const { notes, remove } = makePlan(facts, policyOf({ kind: 're-pullable' }));
    expect(remove.map(({ id }) => id)).toEqual([imageId('a')]);
    expect(notes).toEqual([{ kind: 'not-checked', imageCount: 3 }]);
  });

  test.each([
    ['a week ago counts', 7 * dayMs, ['re-pullable'], 0],
    ['longer ago does not', 7 * dayMs + 1, ['not-re-pullable'], 1],
    ['while the plan was made counts', -20_000, ['re-pullable'], 0],
    ['by a clock that was far ahead does not', -8 * dayMs, ['not-re-pullable'], 1],
  ])('what a registry said %s', (_, agoMs, reasons, notChecked) => {
    const image = makeImage('a', { tags: ['a:1'], digests: [`a@${digest}`] });
    const facts = asked(makeSnapshot([image]), { 'a:1': digest }, agoMs);
    const { remove, keep, notes } = makePlan(facts, policyOf({ kind: 're-pullable' }));
    expect([...remove, ...keep].map((item) => item.reasons)).toEqual([reasons]);
    expect(notes).toEqual(notChecked === 0 ? [] : [{ kind: 'not-checked', imageCount: notChecked }]);
  });

  test('the item says where it can be had again', () => {
    const { remove } = makePlan(asked(classic, { 'a:1': digest }), policyOf({ kind: 're-pullable' }));
    expect(remove[0]?.recovery).toEqual({ kind: 're-pullable', pullFrom: [`a@${digest}`], builtBy: null });
  });
});

describe('on the containerd store', () => {
  test('the digest must be the image', () => {
    const images = ['a', 'b', 'c'].map((name) =>
      makeImage(name, { tags: [`${name}:1`], digests: [`${name}@${imageId(name)}`] }),
    );
    const facts = asked(makeSnapshot(images, { store: 'containerd' }), { 'a:1': imageId('a'), 'b:1': other });
    expect(verdictsOf(facts, { kind: 're-pullable' })).toEqual({
      a: 're-pullable',
      b: '-not-re-pullable',
      c: '-not-re-pullable',
    });
  });
});
