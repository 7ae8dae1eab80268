import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compareVersions, parseVersion } from './semantic-version.ts';

const good = [
  '0.0.0',
  '1.2.3',
  'v1.2.3',
  '10.20.30',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-0.3.7',
  '1.0.0-x-y',
  '1.2.3--',
  '99999999999999999999.0.0',
];
const bad = [
  '',
  'v',
  'latest',
  '1',
  '1.2',
  '1.2.3.4',
  '01.2.3',
  '1.02.3',
  '1.2.3-',
  '1.2.3-a..b',
  '1.2.3-01',
  '1.2.3+build',
  '1.2.3-ä',
  'V1.2.3',
  'vv1.2.3',
  '1.2.x',
  '-1.2.3',
  '1..3',
  '1.2.3 ',
  '24.04',
];

/** Lowest first: the order of the specification's own examples, and where numbers and texts meet. */
const ascending = [
  '0.0.1',
  '0.9.9',
  '1.0.0-1',
  '1.0.0-2',
  '1.0.0-11',
  '1.0.0--',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1-alpine',
  '1.0.1',
  '1.2.0',
  '1.10.0',
  '2.0.0',
  '10.0.0',
  '99999999999999999999.0.0',
  '100000000000000000000.0.0',
];

describe('a tag is a version', () => {
  test.each(good)('%s', (tag) => expect(parseVersion(tag)).not.toBeNull());
  test.each(bad)('but not %j', (tag) => expect(parseVersion(tag)).toBeNull());
});

describe('versions come in order', () => {
  test('every one before all that follow', () => {
    for (const [low, a] of ascending.entries()) {
      for (const [high, b] of ascending.entries()) {
        expect([a, b, Math.sign(compare(a, b))]).toEqual([a, b, Math.sign(low - high)]);
      }
    }
  });

  test('a leading v says nothing', () => {
    expect(compare('v1.2.3', '1.2.3')).toBe(0);
  });

  test('however they are shuffled', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ascending), (some) => {
        const places = some.toSorted(compare).map((tag) => ascending.indexOf(tag));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
    );
  });
});

function compare(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === null || right === null) throw new Error(`${a} or ${b} is no version`);
  return compareVersions(left, right);
}
