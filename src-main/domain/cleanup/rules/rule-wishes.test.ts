import { describe, expect, test } from 'vitest';

import type { PlanFacts } from '../plan-facts.ts';
import type { Pin } from '../pin.ts';
import { policyOf, type Rule } from '../policy.ts';
import { binReference } from '../recycle-bin.ts';
import { makePlan, planLines } from '#test/support/plan-lines.ts';
import {
  factsOf,
  imageId,
  makeContainer,
  makeImage,
  makeSnapshot,
  smallNowMs,
} from '#test/support/small-snapshot.ts';

const old = smallNowMs - 400 * 86_400_000;
const young = smallNowMs - 86_400_000;
const snapshot = makeSnapshot([
  makeImage('a', { createdAtMs: old }),
  makeImage('b', { createdAtMs: young }),
  makeImage('c', { createdAtMs: old, tags: ['c:1'] }),
  makeImage('d', { createdAtMs: young, tags: ['d:1'] }),
]);
const facts = factsOf(snapshot);
const dangling: Rule = { kind: 'dangling' };
const older: Rule = { kind: 'older-than', days: 30 };

function lines(
  match: 'all' | 'any',
  rules: readonly Rule[],
  rest: { readonly facts?: PlanFacts; readonly pins?: readonly Pin[] } = {},
): readonly string[] {
  const policy = { ...policyOf(...rules), match, pins: rest.pins ?? [] };
  return planLines(makePlan(rest.facts ?? facts, policy));
}

describe('rules put together', () => {
  test('any: one is enough, and all that speak for it are named', () => {
    expect(lines('any', [dangling, older])).toEqual([
      'a remove dangling older-than',
      'b remove dangling',
      'c remove c:1 older-than',
      'd keep tagged too-young',
    ]);
  });

  test('all: every one must speak, and those that do not are named', () => {
    expect(lines('all', [dangling, older])).toEqual([
      'a remove dangling older-than',
      'b keep too-young',
      'c keep tagged',
      'd keep tagged too-young',
    ]);
  });

  test.each(['all', 'any'] as const)('%s: no rule removes nothing', (match) => {
    expect(lines(match, [])).toEqual([
      'a keep no-rule',
      'b keep no-rule',
      'c keep no-rule',
      'd keep no-rule',
    ]);
  });

  test.each(['all', 'any'] as const)('%s: the same rule twice says nothing new', (match) => {
    expect(lines(match, [dangling, dangling])).toEqual(lines(match, [dangling]));
  });
});

describe('pins', () => {
  const everything: readonly Rule[] = [{ kind: 'unused' }];

  test('of the policy and of all policies hold alike', () => {
    const pins = [{ kind: 'reference', pattern: 'c' }] as const;
    const wanted = ['a remove unused', 'b remove unused', 'd remove d:1 unused', 'c keep pinned'];
    expect(lines('any', everything, { pins })).toEqual(wanted);
    expect(lines('any', everything, { facts: factsOf(snapshot, { pins }) })).toEqual(wanted);
  });

  test('the one that holds is named, those of all policies first', () => {
    const own = { kind: 'image', id: imageId('c') } as const;
    const general = { kind: 'reference', pattern: 'c:*' } as const;
    const policy = { ...policyOf(...everything), pins: [own] };
    const pinOf = (pins: readonly Pin[]): unknown =>
      makePlan(factsOf(snapshot, { pins }), policy).keep.map(({ id, pin }) => [id, pin]);
    expect(pinOf([])).toEqual([[imageId('c'), own]]);
    expect(pinOf([general])).toEqual([[imageId('c'), general]]);
  });

  test('a pinned image is also said to be in use, and why no rule speaks for it', () => {
    const used = { ...snapshot, containers: [makeContainer('box', 'd')] };
    const pins = [{ kind: 'image', id: imageId('d') }] as const;
    expect(lines('all', [dangling], { facts: factsOf(used, { pins }) })).toContain(
      'd keep pinned in-use-by-container tagged box',
    );
  });

  test('what a pinned image was built on stays, and so does a pinned step', () => {
    const chain = makeSnapshot([
      makeImage('a', { tags: ['base:1'] }),
      makeImage('b', { parentId: imageId('a'), labels: { keep: 'yes' } }),
      makeImage('c', { parentId: imageId('b'), tags: ['c:1'] }),
    ]);
    const child = factsOf(chain, { pins: [{ kind: 'image', id: imageId('c') }] });
    expect(lines('any', everything, { facts: child })).toEqual([
      'a keep has-kept-child',
      'b keep intermediate',
      'c keep pinned',
    ]);
    const step = factsOf(chain, { pins: [{ kind: 'label', name: 'keep', value: 'yes' }] });
    expect(lines('any', everything, { facts: step })).toEqual([
      'c remove c:1 unused',
      'a keep has-kept-child',
      'b keep pinned',
    ]);
  });
});

test('nothing in the recycle bin is touched by rules, but a tag somebody gave it takes it out', () => {
  const bin = (name: string): string => binReference(imageId(name), 1);
  const parked = makeSnapshot([
    makeImage('a', { tags: [bin('a')] }),
    makeImage('b', { tags: [bin('b'), 'back:1'] }),
    makeImage('c'),
    makeImage('d', { tags: [bin('d')], parentId: imageId('c') }),
  ]);
  expect(lines('any', [{ kind: 'unused' }], { facts: factsOf(parked) })).toEqual([
    `b remove back:1 ${bin('b')} unused`,
    'a keep parked',
    'c keep intermediate',
    'd keep parked',
  ]);
});
