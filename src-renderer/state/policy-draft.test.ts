import { expect, it } from 'vitest';

import { policyOf, type RulePolicy } from '#main/domain/cleanup/policy.ts';

import '../i18n/speak-english.ts';
import { PinDraft } from './pin-draft.svelte.ts';
import { PolicyDraft } from './policy-draft.svelte.ts';

const saved: RulePolicy = {
  kind: 'rules',
  match: 'all',
  rules: [{ kind: 'unused' }, { kind: 'older-than', days: 14 }],
  pins: [{ kind: 'reference', pattern: 'acme/*' }],
};

const edit = (policy: RulePolicy = saved): PolicyDraft =>
  new PolicyDraft({ formerName: 'Fridays', name: 'Fridays', policy }, ['Fridays', 'Nightly']);

it('comes to the policy it was opened with, until something is changed', () => {
  const draft = edit();
  expect(draft.policy).toEqual(saved);
  expect([draft.isChanged, draft.canSave]).toEqual([false, true]);
  draft.match = 'any';
  expect(draft.isChanged).toBe(true);
  draft.match = 'all';
  expect(draft.isChanged).toBe(false);
});

it('adds, moves and takes out rules', () => {
  const draft = edit();
  draft.addRule('keep-last');
  const last = draft.rules[2]!;
  draft.moveRule(last.key, -1);
  draft.moveRule(last.key, -1);
  // At the top already: it stays.
  draft.moveRule(last.key, -1);
  expect(draft.rules.map(({ kind }) => kind)).toEqual(['keep-last', 'unused', 'older-than']);
  draft.dropRule(last.key);
  expect(draft.policy).toEqual(saved);
});

it('is no policy while a parameter is wrong', () => {
  const draft = edit();
  draft.rules[1]!.days = 'soon';
  expect([draft.policy, draft.canSave]).toEqual([null, false]);
});

it.each([
  ['', 'Give it a name.'],
  ['a/b', 'No slash, backslash or control characters.'],
  ['x'.repeat(61), 'At most 60 characters.'],
  [' Nightly ', 'Another policy has this name.'],
  ['Fridays', ''],
])('says what is wrong with the name %j', (name, problem) => {
  const draft = edit();
  draft.name = name;
  expect([draft.trySave(), draft.nameProblem]).toEqual([problem === '', problem]);
});

it('blames an empty form only when somebody tried to save it', () => {
  const draft = new PolicyDraft({ formerName: null, name: '', policy: policyOf() }, []);
  expect([draft.nameProblem, draft.rulesProblem]).toEqual(['', '']);
  expect(draft.trySave()).toBe(false);
  expect([draft.nameProblem, draft.rulesProblem]).toEqual([
    'Give it a name.',
    'Add a rule: without one nothing goes.',
  ]);
});

it('keeps a pin once', () => {
  const draft = edit();
  draft.addPin({ kind: 'reference', pattern: 'acme/*' });
  draft.addPin({ kind: 'label', name: 'keep', value: null });
  draft.addPin({ kind: 'label', name: 'keep', value: '' });
  expect(draft.pins).toHaveLength(3);
  draft.dropPin({ kind: 'label', name: 'keep', value: null });
  expect(draft.pins).toHaveLength(2);
});

it('makes a pin of what is typed', () => {
  const pin = new PinDraft();
  expect([pin.isEmpty, pin.pin, pin.problem]).toEqual([true, null, 'Type a pattern.']);
  pin.pattern = ' acme/** ';
  expect(pin.pin).toEqual({ kind: 'reference', pattern: 'acme/**' });
  pin.kind = 'label';
  pin.labelName = 'keep';
  expect(pin.pin).toEqual({ kind: 'label', name: 'keep', value: null });
  pin.labelValue = 'yes';
  expect(pin.pin).toEqual({ kind: 'label', name: 'keep', value: 'yes' });
  pin.kind = 'image';
  pin.imageId = 'sha256:12';
  expect([pin.pin, pin.problem]).toEqual([null, 'An image ID is sha256: and 64 hex digits.']);
  pin.imageId = `sha256:${'0'.repeat(64)}`;
  expect(pin.pin).toEqual({ kind: 'image', id: pin.imageId });
});
