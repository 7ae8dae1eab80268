import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { rulePolicySchema } from '#main/contract/policy-schema.ts';
import { ruleKinds, type Rule, type RuleKind } from '#main/domain/cleanup/policy.ts';

import '../i18n/speak-english.ts';
import { byteUnits } from './number-field.ts';
import { RuleDraft } from './rule-draft.svelte.ts';

function typed(
  kind: RuleKind,
  fields: Partial<Pick<RuleDraft, 'days' | 'count' | 'bytes' | 'unit'>>,
): RuleDraft {
  return Object.assign(new RuleDraft(1, kind), fields);
}

describe('what is typed', () => {
  it.each<[RuleKind, object, Rule]>([
    ['not-used-since', { days: ' 30 ' }, { kind: 'not-used-since', days: 30 }],
    ['older-than', { days: '９０' }, { kind: 'older-than', days: 90 }],
    ['older-than', { days: '0' }, { kind: 'older-than', days: 0 }],
    ['keep-last', { count: '10000' }, { kind: 'keep-last', count: 10_000, by: 'created' }],
    ['free-bytes', { bytes: '1.5', unit: 'GB' }, { kind: 'free-bytes', bytes: 1_500_000_000 }],
    ['free-bytes', { bytes: '0.000001', unit: 'MB' }, { kind: 'free-bytes', bytes: 1 }],
    ['dangling', { days: 'ignored' }, { kind: 'dangling' }],
  ])('%s %o', (kind, fields, rule) => {
    const draft = typed(kind, fields);
    expect([draft.rule, draft.problem]).toEqual([rule, '']);
  });

  it.each<[RuleKind, object, string]>([
    ['not-used-since', { days: '' }, 'A whole number, please.'],
    ['not-used-since', { days: '-3' }, 'At least 0.'],
    ['not-used-since', { days: '36501' }, 'At most 36500.'],
    ['not-used-since', { days: '1e3' }, 'A whole number, please.'],
    ['keep-last', { count: '0' }, 'At least 1.'],
    ['keep-last', { count: '2.5' }, 'A whole number, please.'],
    ['free-bytes', { bytes: '1,5', unit: 'GB' }, 'A number, please.'],
    ['free-bytes', { bytes: '0', unit: 'TB' }, 'At least 1 B.'],
    ['free-bytes', { bytes: '1001', unit: 'TB' }, 'At most 1,000 TB.'],
  ])('%s %o: %s', (kind, fields, problem) => {
    const draft = typed(kind, fields);
    expect([draft.rule, draft.problem]).toEqual([null, problem]);
  });
});

it('never makes a rule the core would refuse, and refuses none it would take', () => {
  const texts = fc.oneof(fc.integer({ min: -5, max: 40_000 }).map(String), fc.string({ maxLength: 8 }));
  const units = fc.constantFrom(...byteUnits);
  fc.assert(
    fc.property(fc.constantFrom(...ruleKinds), texts, units, (kind, text, unit) => {
      const { rule } = typed(kind, { days: text, count: text, bytes: text, unit });
      if (rule === null) return;
      const policy = { kind: 'rules', match: 'all', rules: [rule], pins: [] };
      expect(v.safeParse(rulePolicySchema, policy).success).toBe(true);
    }),
  );
});

it('shows a saved rule so that the same rule comes out', () => {
  const rules = fc.oneof(
    fc.record({ kind: fc.constant('older-than' as const), days: fc.integer({ min: 0, max: 36_500 }) }),
    fc.record({
      kind: fc.constant('keep-last' as const),
      count: fc.integer({ min: 1, max: 10_000 }),
      by: fc.constantFrom('created' as const, 'version' as const),
    }),
    fc.record({ kind: fc.constant('free-bytes' as const), bytes: fc.integer({ min: 1, max: 1e15 }) }),
  );
  fc.assert(
    fc.property(rules, (rule) => {
      expect(new RuleDraft(1, rule).rule).toEqual(rule);
    }),
  );
});
