import { describe, expect, test } from 'vitest';

import type { ImageId } from '../../image/hashes.ts';
import type { PlanNote } from '../cleanup-plan.ts';
import { policyOf } from '../policy.ts';
import { emptyPast, type RecordedPast } from '../recorded-past.ts';
import { makePlan, verdictsOf } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeImage, makeSnapshot, smallNowMs } from '#test/support/small-snapshot.ts';

const dayMs = 86_400_000;
const daysAgo = (days: number): number => smallNowMs - days * dayMs;

/** A snapshot of images built so many days ago. */
function builtDaysAgo(ages: Readonly<Record<string, number>>): ReturnType<typeof makeSnapshot> {
  return makeSnapshot(
    Object.entries(ages).map(([name, days]) =>
      makeImage(name, { tags: [`${name}:1`], createdAtMs: daysAgo(days) }),
    ),
  );
}

describe('older than', () => {
  const rows: readonly (readonly [string, number, string])[] = [
    ['a day too young', daysAgo(29), '-too-young'],
    ['a millisecond too young', daysAgo(30) + 1, '-too-young'],
    ['just old enough', daysAgo(30), 'older-than'],
    ['years old', daysAgo(4000), 'older-than'],
    ['of the future', daysAgo(-3), '-age-not-known'],
    ['at the epoch, as reproducible builds are', 0, '-age-not-known'],
    ['a second after it', 1000, '-age-not-known'],
    ['of 1980, as buildpacks are', Date.UTC(1980, 0, 1, 0, 0, 1), '-age-not-known'],
    ['before the epoch', -62_135_596_800_000, '-age-not-known'],
  ];

  test.each(rows)('%s', (_, createdAtMs, verdict) => {
    const facts = factsOf(makeSnapshot([makeImage('a', { createdAtMs })]));
    expect(verdictsOf(facts, { kind: 'older-than', days: 30 })).toEqual({ a: verdict });
  });

  test('0 days is everything with an age', () => {
    const facts = factsOf(builtDaysAgo({ a: 0, b: 1 }));
    expect(verdictsOf(facts, { kind: 'older-than', days: 0 })).toEqual({ a: 'older-than', b: 'older-than' });
  });
});

interface PastDays {
  readonly knownSince?: number;
  readonly uses?: Readonly<Record<string, number>>;
  readonly firstSeen?: Readonly<Record<string, number>>;
}

function pastOf({ knownSince, uses = {}, firstSeen }: PastDays): RecordedPast {
  const byId = <T>(days: Readonly<Record<string, number>>, to: (ms: number) => T): ReadonlyMap<ImageId, T> =>
    new Map(Object.entries(days).map(([name, ago]) => [imageId(name), to(daysAgo(ago))]));
  return {
    ...emptyPast,
    usageKnownSinceMs: knownSince === undefined ? null : daysAgo(knownSince),
    uses: byId(uses, (lastUsedAtMs) => ({ lastUsedAtMs, containerName: 'box' })),
    ...(firstSeen === undefined ? {} : { firstSeenAtMs: byId(firstSeen, (ms) => ms) }),
  };
}

describe('not used since', () => {
  const rows: readonly (readonly [string, PastDays & { readonly built?: number }, string])[] = [
    ['used a day too late', { knownSince: 90, uses: { a: 29 } }, '-used-recently'],
    ['used just long enough ago', { knownSince: 90, uses: { a: 30 } }, 'not-used-since'],
    ['never seen in use, and watched for long enough', { knownSince: 30 }, 'not-used-since'],
    ['never seen in use, and not watched long enough', { knownSince: 29 }, '-use-not-known'],
    ['nothing is written down', {}, '-use-not-known'],
    ['used, though nobody says since when it is recorded', { uses: { a: 1 } }, '-used-recently'],
    ['used long ago, and there was a gap since', { knownSince: 5, uses: { a: 60 } }, '-use-not-known'],
    ['built since', { knownSince: 90, built: 10 }, '-use-not-known'],
    [
      'built in 1980, and not written down since when it is here',
      { knownSince: 90, built: 17_000 },
      '-use-not-known',
    ],
    [
      'built long ago and first seen since: pulled',
      { knownSince: 90, firstSeen: { a: 3 } },
      '-use-not-known',
    ],
    [
      'built since, says its label, and seen before',
      { knownSince: 90, built: 1, firstSeen: { a: 80 } },
      'not-used-since',
    ],
  ];

  test.each(rows)('%s', (_, { built = 400, ...past }, verdict) => {
    const facts = factsOf(builtDaysAgo({ a: built }), { past: pastOf(past) });
    expect(verdictsOf(facts, { kind: 'not-used-since', days: 30 })).toEqual({ a: verdict });
  });

  test('use of an image is use of what it was built on, through steps without a name', () => {
    const createdAtMs = daysAgo(400);
    const snapshot = makeSnapshot([
      makeImage('a', { tags: ['base:1'], createdAtMs }),
      makeImage('b', { parentId: imageId('a'), createdAtMs }),
      makeImage('c', { tags: ['app:1'], parentId: imageId('b'), createdAtMs }),
      makeImage('d', { tags: ['base:2'], createdAtMs }),
    ]);
    const facts = factsOf(snapshot, { past: pastOf({ knownSince: 90, uses: { c: 2, a: 50 } }) });
    expect(verdictsOf(facts, { kind: 'not-used-since', days: 30 })).toEqual({
      a: '-used-recently',
      b: '-intermediate',
      c: '-used-recently',
      d: 'not-used-since',
    });
  });

  test('parents that run in a circle come to an end', () => {
    const facts = factsOf(
      makeSnapshot([
        makeImage('a', { tags: ['x:1'], parentId: imageId('b') }),
        makeImage('b', { tags: ['y:1'], parentId: imageId('a') }),
      ]),
      { past: pastOf({ knownSince: 90, uses: { a: 1, dead: 2 } }) },
    );
    expect(verdictsOf(facts, { kind: 'not-used-since', days: 30 })).toEqual({
      a: '-used-recently',
      b: '-used-recently',
    });
  });

  test('the plan says since when use is known, once', () => {
    const notes = (past: PastDays): readonly PlanNote[] =>
      makePlan(
        factsOf(builtDaysAgo({ a: 1 }), { past: pastOf(past) }),
        policyOf({ kind: 'not-used-since', days: 30 }, { kind: 'not-used-since', days: 60 }),
      ).notes;
    expect(notes({ knownSince: 5 })).toEqual([{ kind: 'use-known-since', sinceMs: daysAgo(5) }]);
    expect(notes({})).toEqual([{ kind: 'use-known-since', sinceMs: null }]);
  });
});
