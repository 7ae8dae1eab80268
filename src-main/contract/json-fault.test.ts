import fc from 'fast-check';
import { expect, test } from 'vitest';

import { findJsonFault } from './json-fault.ts';

const bad: readonly (readonly [text: string, where: string, problem: RegExp])[] = [
  ['', '1:1', /it ends where a value should be/],
  ['{', '1:2', /it ends where a name in double quotes should be/],
  ['{"a": 1,}', '1:9', /a name in double quotes, not "}"/],
  ['[1, 2', '1:6', /it ends where a comma or ] should be/],
  ['[1 2]', '1:4', /a comma or \], not "2"/],
  ['{"a" 1}', '1:6', /a colon, not "1"/],
  ['{"a": 30d}', '1:9', /a comma or }, not "d"/],
  ["{'a': 1}", '1:2', /a name in double quotes, not "'"/],
  ['{\n  "a": tru\n}', '2:8', /a value, not "t"/],
  ['{\n  "a": 1\n}\n// done', '4:1', /the end of the file, not "\/"/],
  ['{"a": 1, "b": 2, "a": 3}', '1:18', /"a" is there twice/],
  ['{"a": 1, "\\u0061": 3}', '1:10', /"a" is there twice/],
  ['{"a": "x\n"}', '1:7', /a value, not "\\""/],
  ['{"a": "\\x"}', '1:7', /a value/],
  ['[01]', '1:3', /a comma/],
  ['[1.]', '1:3', /a comma/],
  ['[-]', '1:2', /a value/],
  ['['.repeat(100), '1:66', /nested too deeply/],
];

test.each(bad)('%j', (text, where, problem) => {
  const fault = findJsonFault(text);
  expect(`${fault?.line}:${fault?.column}`).toBe(where);
  expect(fault?.problem).toMatch(problem);
});

test('a text of a million characters is no matter', () => {
  expect(findJsonFault(JSON.stringify({ a: `\\"${'x'.repeat(1_000_000)}\n` }))).toBeNull();
});

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 2 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
})).value;

test('it finds a fault exactly where JSON.parse does not read', () => {
  const parses = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const twice = /is there twice|too deeply/;
  fc.assert(
    fc.property(
      json,
      fc.nat(),
      fc.constantFrom('', ' ', ',', '"', '}', ']', '0', '\\', '\n', 'x'),
      (value, at, put) => {
        const text = JSON.stringify(value, null, at % 3);
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + put + text.slice(place + (at % 2));
        const fault = findJsonFault(changed);
        if (fault !== null && twice.test(fault.problem)) return;
        expect(fault === null).toBe(parses(changed));
      },
    ),
    { numRuns: 500 },
  );
});
