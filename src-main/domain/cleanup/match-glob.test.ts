import fc from 'fast-check';
import { expect, test } from 'vitest';

import { matchesGlob } from './match-glob.ts';

const good: readonly (readonly [string, string])[] = [
  ['', ''],
  ['app', 'app'],
  ['*', ''],
  ['*', 'app:1'],
  ['**', 'host:5000/team/app:1'],
  ['***', 'a/b'],
  ['team/*', 'team/app:1'],
  ['team/**', 'team/sub/app:1'],
  ['**/app', 'host/team/app'],
  ['**/app:*', 'host/team/app:1'],
  ['*/app', 'team/app'],
  ['a*b*c', 'a1b2b3c'],
  ['**a*b', 'a/ab'],
  ['*/a*b', 'x/ayab'],
  ['**/*-test', 'x/y/z-test'],
  ['app:1.*', 'app:1.2.3'],
];

const bad: readonly (readonly [string, string])[] = [
  ['', 'a'],
  ['app', 'app2'],
  ['app', 'ap'],
  ['*', 'team/app'],
  ['team/*', 'team/sub/app'],
  ['team/*', 'team'],
  ['**/app', 'app'],
  ['*/a*b', 'x/ay/ab'],
  ['a*b', 'a/b'],
  ['*b', 'abc'],
  ['App', 'app'],
  ['a.p', 'app'],
  ['[a]', 'a'],
];

test.each(good)('%s stands for %s', (pattern, text) => {
  expect(matchesGlob(pattern, text)).toBe(true);
});

test.each(bad)('%s does not stand for %s', (pattern, text) => {
  expect(matchesGlob(pattern, text)).toBe(false);
});

test('says what the same pattern as a regular expression says', () => {
  const of = (...units: readonly string[]): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...units), { maxLength: 9 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(of('a', 'b', '/', '*', '**'), of('a', 'b', '/'), (pattern, text) => {
      const source = pattern.replaceAll(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'));
      expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${source}$`).test(text));
    }),
    { numRuns: 20_000 },
  );
});

test('patterns that keep a regular expression busy for ever come to an end', () => {
  const text = 'a'.repeat(400);
  expect(matchesGlob(`${'*a'.repeat(100)}*b`, text)).toBe(false);
  expect(matchesGlob(`**${'a**'.repeat(100)}b`, text)).toBe(false);
  expect(matchesGlob(`${'**/*a'.repeat(50)}b`, 'a/'.repeat(400))).toBe(false);
});
