import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Pin } from '../domain/cleanup/pin.ts';
import { ruleKinds, type Rule } from '../domain/cleanup/policy.ts';
import { toImageId } from '../domain/image/hashes.ts';
import { formatPolicyFile, parsePolicyFile } from './policy-file.ts';

const id = `sha256:${'a'.repeat(64)}`;

/** A file of one policy, whose parts a test changes. */
function fileOf(policy: object = {}, file: object = {}): string {
  const whole = { name: 'weekly', match: 'all', rules: [{ rule: 'unused' }], ...policy };
  return JSON.stringify({ ballastPolicies: 1, policies: [whole], ...file });
}

const rule = (...rules: unknown[]): string => fileOf({ rules });
const pin = (...pins: unknown[]): string => fileOf({ pins });

describe('a good file', () => {
  test('says everything there is', () => {
    const text = fileOf({
      name: '  毎週 clean-up ',
      match: 'any',
      rules: [
        { rule: 'dangling' },
        { rule: 'keep-last', count: 3 },
        { rule: 'keep-last', count: 10000, by: 'version' },
        { rule: 'older-than', days: 0 },
        { days: 36500, rule: 'not-used-since' },
        { rule: 'free-bytes', bytes: 20_000_000_000 },
      ],
      pins: [
        { pin: 'reference', pattern: 'acme/**' },
        { pin: 'label', name: 'keep' },
        { pin: 'label', name: 'keep', value: '' },
        { pin: 'image', id },
      ],
    });
    expect(parsePolicyFile(`\uFEFF${text}`)).toStrictEqual({
      ok: true,
      value: [
        {
          name: '毎週 clean-up',
          policy: {
            kind: 'rules',
            match: 'any',
            rules: [
              { kind: 'dangling' },
              { kind: 'keep-last', count: 3, by: 'created' },
              { kind: 'keep-last', count: 10000, by: 'version' },
              { kind: 'older-than', days: 0 },
              { kind: 'not-used-since', days: 36500 },
              { kind: 'free-bytes', bytes: 20_000_000_000 },
            ],
            pins: [
              { kind: 'reference', pattern: 'acme/**' },
              { kind: 'label', name: 'keep', value: null },
              { kind: 'label', name: 'keep', value: '' },
              { kind: 'image', id },
            ],
          },
        },
      ],
    });
  });

  test('may hold no policies, and a policy no rules', () => {
    expect(parsePolicyFile('{"ballastPolicies":1,"policies":[]}')).toEqual({ ok: true, value: [] });
    expect(parsePolicyFile(rule())).toMatchObject({ ok: true, value: [{ policy: { rules: [], pins: [] } }] });
  });

  test('is what was written', () => {
    const days = fc.nat({ max: 36_500 });
    const anyRule: fc.Arbitrary<Rule> = fc.oneof(
      fc
        .constantFrom('dangling', 'unused', 'superseded', 're-pullable', 'platforms-never-run', 'duplicate')
        .map((kind) => ({ kind })),
      fc.record({ kind: fc.constantFrom('not-used-since', 'older-than'), days }),
      fc.record({
        kind: fc.constant('keep-last'),
        count: fc.integer({ min: 1, max: 10_000 }),
        by: fc.constantFrom('created', 'version'),
      }),
      fc.record({ kind: fc.constant('free-bytes'), bytes: fc.integer({ min: 1, max: 1e15 }) }),
    );
    const word = fc.string({ minLength: 1, maxLength: 20 });
    const anyPin: fc.Arbitrary<Pin> = fc.oneof(
      fc.record({
        kind: fc.constant('reference'),
        pattern: fc.constantFrom('acme/**', 'acme/app:1', '**:1.*', `app@${id}`, 'host.example:5000/*/app'),
      }),
      fc.record({ kind: fc.constant('label'), name: word, value: fc.option(fc.string({ maxLength: 9 })) }),
      fc.constant({ kind: 'image', id: toImageId(id) } as const),
    );
    const policies = fc.array(
      fc.record({
        kind: fc.constant('rules'),
        match: fc.constantFrom('all', 'any'),
        rules: fc.array(anyRule, { maxLength: 20 }),
        pins: fc.array(anyPin, { maxLength: 9 }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(policies, (written) => {
        const named = written.map((policy, at) => ({ name: `policy ${at}`, policy }));
        expect(parsePolicyFile(formatPolicyFile(named))).toEqual({ ok: true, value: named });
      }),
    );
  });
});

const rows: readonly (readonly [string, string, field: string, problem: string])[] = [
  ['nothing', '', '', 'it is not valid JSON (line 1, column 1): it ends where a value should be'],
  [
    'broken JSON',
    '{\n  "ballastPolicies": 1,\n}',
    '',
    'it is not valid JSON (line 3, column 1): expected a name in double quotes, not "}"',
  ],
  [
    'a key that is there twice',
    rule({}).replace('{}', '{"rule":"older-than","days":3,"days":300}'),
    '',
    'it is not valid JSON (line 1, column 104): "days" is there twice',
  ],
  [
    'a key that is there twice, once in disguise',
    rule({}).replace('{}', '{"rule":"older-than","days":300,"d\\u0061ys":3}'),
    '',
    'it is not valid JSON (line 1, column 106): "days" is there twice',
  ],
  ['too long', ' '.repeat(1_000_001), '', 'it has more than 1000000 characters'],
  ['something else', '[]', '', 'it is no policy file: "ballastPolicies": 1 is missing'],
  ['no version', '{"policies":[]}', '', 'it is no policy file: "ballastPolicies": 1 is missing'],
  [
    'a newer version',
    fileOf({}, { ballastPolicies: 2, shape: 'new' }),
    'ballastPolicies',
    'version 2 is of a newer Ballast; this one reads version 1',
  ],
  [
    'a version there never was',
    fileOf({}, { ballastPolicies: 0 }),
    'ballastPolicies',
    'there is no version 0; this Ballast reads version 1',
  ],
  [
    'a version as text',
    fileOf({}, { ballastPolicies: '1' }),
    'ballastPolicies',
    'there is no version "1"; this Ballast reads version 1',
  ],
  ['no policies', '{"ballastPolicies":1}', 'policies', 'it is missing'],
  ['policies that are no list', fileOf({}, { policies: {} }), 'policies', 'it must be a list, not {}'],
  [
    'a policy that is no object',
    fileOf({}, { policies: ['weekly'] }),
    'policies[0]',
    'it must be an object, not "weekly"',
  ],
  [
    'an unknown key',
    fileOf({}, { comment: '' }),
    'comment',
    'there is no such field here; there is ballastPolicies, policies',
  ],
  [
    'an unknown key of a policy',
    fileOf({ rule: [] }),
    'policies[0].rule',
    'there is no such field here; there is name, match, rules, pins',
  ],
  ['no name', fileOf({ name: undefined }), 'policies[0].name', 'it is missing'],
  ['an empty name', fileOf({ name: ' ' }), 'policies[0].name', 'it must not be empty, not ""'],
  [
    'a name with a slash',
    fileOf({ name: 'a/b' }),
    'policies[0].name',
    'it must not contain / or \\ or control characters, not "a/b"',
  ],
  ['no match', fileOf({ match: undefined }), 'policies[0].match', 'it is missing'],
  ['another match', fileOf({ match: 'some' }), 'policies[0].match', 'it must be "all" or "any", not "some"'],
  [
    'rules that are no list',
    fileOf({ rules: 'unused' }),
    'policies[0].rules',
    'it must be a list, not "unused"',
  ],
  [
    'a rule that is a word',
    rule('unused'),
    'policies[0].rules[0]',
    'it must be an object with "rule", not "unused"',
  ],
  [
    'a rule without its word',
    rule({ days: 3 }),
    'policies[0].rules[0]',
    'it must be an object with "rule", not {"days":3}',
  ],
  [
    'an unknown rule',
    rule({ rule: 'unused' }, { rule: 'bigger-than', bytes: 3 }),
    'policies[0].rules[1].rule',
    `there is no rule "bigger-than"; there is ${ruleKinds.join(', ')}`,
  ],
  [
    'a rule of the language',
    rule({ rule: 'toString' }),
    'policies[0].rules[0].rule',
    `there is no rule "toString"; there is ${ruleKinds.join(', ')}`,
  ],
  [
    'a wrong unit',
    rule({ rule: 'older-than', days: '30d' }),
    'policies[0].rules[0].days',
    'it must be a whole number of days, not "30d"',
  ],
  [
    'another wrong unit',
    rule({ rule: 'free-bytes', bytes: '20GB' }),
    'policies[0].rules[0].bytes',
    'it must be a whole number of bytes, not "20GB"',
  ],
  [
    'a unit in the key',
    rule({ rule: 'older-than', weeks: 3 }),
    'policies[0].rules[0].weeks',
    'there is no such field here; there is rule, days',
  ],
  [
    'a fraction',
    rule({ rule: 'older-than', days: 1.5 }),
    'policies[0].rules[0].days',
    'it must be a whole number of days, not 1.5',
  ],
  ['a number that is missing', rule({ rule: 'older-than' }), 'policies[0].rules[0].days', 'it is missing'],
  [
    'a number that is null',
    rule({ rule: 'older-than', days: null }),
    'policies[0].rules[0].days',
    'it must be a whole number of days, not null',
  ],
  [
    'a negative number',
    rule({ rule: 'not-used-since', days: -1 }),
    'policies[0].rules[0].days',
    'it must not be negative, not -1',
  ],
  [
    'a huge number',
    rule({ rule: 'older-than', days: 1e9 }),
    'policies[0].rules[0].days',
    'it must be at most 36500, not 1000000000',
  ],
  [
    'keeping none',
    rule({ rule: 'keep-last', count: 0 }),
    'policies[0].rules[0].count',
    'it must be at least 1, not 0',
  ],
  [
    'keeping a negative number',
    rule({ rule: 'keep-last', count: -3 }),
    'policies[0].rules[0].count',
    'it must be at least 1, not -3',
  ],
  [
    'keeping a huge number',
    rule({ rule: 'keep-last', count: 1e300 }),
    'policies[0].rules[0].count',
    'it must be at most 10000, not 1e+300',
  ],
  [
    'an order there is not',
    rule({ rule: 'keep-last', count: 3, by: 'size' }),
    'policies[0].rules[0].by',
    'it must be "created" or "version", not "size"',
  ],
  [
    'a number for a rule without one',
    rule({ rule: 'unused', days: 3 }),
    'policies[0].rules[0].days',
    'there is no such field here; there is rule',
  ],
  [
    'an unknown pin',
    pin({ pin: 'digest', id }),
    'policies[0].pins[0].pin',
    'there is no pin "digest"; there is reference, label, image',
  ],
  [
    'a pin that is a text',
    pin('acme/**'),
    'policies[0].pins[0]',
    'it must be an object with "pin", not "acme/**"',
  ],
  [
    'a pin of nothing',
    pin({ pin: 'reference', pattern: '' }),
    'policies[0].pins[0].pattern',
    'it must not be empty, not ""',
  ],
  [
    'a pin that a blank keeps from fitting',
    pin({ pin: 'reference', pattern: ' acme/**' }),
    'policies[0].pins[0].pattern',
    'no reference has such characters, so nothing would be kept, not " acme/**"',
  ],
  [
    'a pin no image can fit',
    pin({ pin: 'reference', pattern: 'Acme/App:1' }),
    'policies[0].pins[0].pattern',
    'no image can have this name (a repository is lower-case), so nothing would be kept, not "Acme/App:1"',
  ],
  [
    'a pin of a short ID',
    pin({ pin: 'image', id: 'abc' }),
    'policies[0].pins[0].id',
    'an image ID is sha256: and 64 hex digits, not "abc"',
  ],
  [
    'too many rules',
    rule(...Array.from({ length: 21 }, () => ({ rule: 'unused' }))),
    'policies[0].rules',
    'it must have at most 20 elements, not 21',
  ],
];

test.each(rows)('%s is told', (_, text, field, problem) => {
  const parsed = parsePolicyFile(text);
  expect(parsed).toEqual({ ok: false, problem: expect.any(Array) as unknown });
  if (!parsed.ok) expect(parsed.problem).toContainEqual({ field, problem });
});

test('every problem of a file is told at once, in its order', () => {
  const text = JSON.stringify({
    ballastPolicies: 1,
    policies: [
      { name: 'a', match: 'all', rules: [{ rule: 'older-than', days: '3' }, { rule: 'x' }] },
      { name: 'A', match: 'one', rules: [], pins: [{ pin: 'label', name: 3 }] },
      { name: 'Ａ', match: 'all', rules: [] },
    ],
  });
  const parsed = parsePolicyFile(text);
  expect(parsed.ok ? [] : parsed.problem.map(({ field }) => field)).toEqual([
    'policies[0].rules[0].days',
    'policies[0].rules[1].rule',
    'policies[1].match',
    'policies[1].pins[0].name',
    'policies[2].name',
  ]);
});

test('a file that is wrong all over is not told of without end', () => {
  const parsed = parsePolicyFile(fileOf({}, { policies: Array.from({ length: 200 }, () => 3) }));
  expect(parsed.ok ? 0 : parsed.problem.length).toBe(50);
});
