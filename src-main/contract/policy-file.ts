import * as v from 'valibot';

import type { Pin } from '../domain/cleanup/pin.ts';
import type { Rule, RuleKind, RulePolicy } from '../domain/cleanup/policy.ts';
import { ok, problem, type Result } from '../domain/result.ts';
import { type Fields, FileProblems, isFields, type KnownFields, show } from './file-problems.ts';
import { findJsonFault } from './json-fault.ts';
import { pinSchema, policyName, ruleSchema } from './policy-schema.ts';
import type { PolicyFileProblem } from './views/policy-view.ts';

/** One policy of a file. */
export interface PolicyOfFile {
  readonly name: string;
  readonly policy: RulePolicy;
}

/** The version of the format that is read and written. */
const version = 1;
const most = { characters: 1_000_000, policies: 200, rules: 20, pins: 200 } as const;
const matchSchema = v.picklist(['all', 'any'], 'it must be "all" or "any"');

/** Fields of each rule besides its word, and of each pin besides its kind. */
const ruleFields = {
  dangling: { must: [] },
  superseded: { must: [] },
  unused: { must: [] },
  'not-used-since': { must: ['days'] },
  'older-than': { must: ['days'] },
  'keep-last': { must: ['count'], may: ['by'] },
  're-pullable': { must: [] },
  duplicate: { must: [] },
  'platforms-never-run': { must: [] },
  'free-bytes': { must: ['bytes'] },
} as const satisfies Record<RuleKind, KnownFields>;
const pinFields = {
  reference: { must: ['pattern'] },
  label: { must: ['name'], may: ['value'] },
  image: { must: ['id'] },
} as const satisfies Record<Pin['kind'], KnownFields>;

/**
 * Reads a policy file.
 * Errors:  every problem of the file, each with the field it is about. A file with a problem has no policies: half of one
 *          could remove what the other half keeps.
 * Source:  docs/policies.md.
 */
export function parsePolicyFile(text: string): Result<readonly PolicyOfFile[], readonly PolicyFileProblem[]> {
  const content = text.replace(/^\uFEFF/, '');
  if (content.length > most.characters) {
    return problem([{ field: '', problem: `it has more than ${most.characters} characters` }]);
  }
  const fault = findJsonFault(content);
  if (fault !== null) {
    const where = `line ${fault.line}, column ${fault.column}`;
    return problem([{ field: '', problem: `it is not valid JSON (${where}): ${fault.problem}` }]);
  }
  const problems = new FileProblems();
  const file: unknown = JSON.parse(content);
  const policies = isThisVersion(problems, file) ? readPolicies(problems, file) : [];
  return problems.list.length > 0 ? problem(problems.list) : ok(policies);
}

/** A policy file of these policies: `parsePolicyFile` gives the same back. */
export function formatPolicyFile(policies: readonly PolicyOfFile[]): string {
  const file = {
    ballastPolicies: version,
    policies: policies.map(({ name, policy }) => ({
      name,
      match: policy.match,
      rules: policy.rules.map(({ kind, ...rest }) => ({ rule: kind, ...rest })),
      pins: policy.pins.map(({ kind, ...rest }) => ({ pin: kind, ...rest })),
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Of another version nothing else can be said. */
function isThisVersion(problems: FileProblems, file: unknown): boolean {
  const found: unknown = isFields(file) ? file['ballastPolicies'] : undefined;
  if (found === version) return true;
  if (found === undefined) problems.add('', 'it is no policy file: "ballastPolicies": 1 is missing');
  else if (typeof found === 'number' && found > version) {
    problems.add(
      'ballastPolicies',
      `version ${found} is of a newer Ballast; this one reads version ${version}`,
    );
  } else
    problems.add(
      'ballastPolicies',
      `there is no version ${show(found)}; this Ballast reads version ${version}`,
    );
  return false;
}

function readPolicies(problems: FileProblems, file: unknown): readonly PolicyOfFile[] {
  const fields = problems.fields('', file, { must: ['ballastPolicies', 'policies'] });
  const names = new Map<string, string>();
  return problems.elements('policies', fields['policies'], most.policies).flatMap(([field, value]) => {
    const read = readPolicy(problems, field, value);
    if (read === null) return [];
    // Names that differ by case or by how a letter is put together are one name to a person.
    const folded = read.name.normalize('NFKC').toLowerCase();
    const twin = names.get(folded);
    if (twin !== undefined) problems.add(`${field}.name`, `${twin} has the name ${show(read.name)} already`);
    names.set(folded, field);
    return [read];
  });
}

function readPolicy(problems: FileProblems, field: string, value: unknown): PolicyOfFile | null {
  const fields = problems.fields(field, value, { must: ['name', 'match', 'rules'], may: ['pins'] });
  const name = problems.parse(`${field}.name`, fields['name'], policyName);
  const match = problems.parse(`${field}.match`, fields['match'], matchSchema);
  const rules = problems
    .elements(`${field}.rules`, fields['rules'], most.rules)
    .flatMap(([at, rule]) => readRule(problems, at, rule) ?? []);
  const pins = problems
    .elements(`${field}.pins`, fields['pins'], most.pins)
    .flatMap(([at, pin]) => readPin(problems, at, pin) ?? []);
  return name === null || match === null ? null : { name, policy: { kind: 'rules', match, rules, pins } };
}

function readRule(problems: FileProblems, field: string, value: unknown): Rule | null {
  const rule = readTagged(problems, { field, value, key: 'rule', shapes: ruleFields });
  if (rule === null) return null;
  const usual = rule['kind'] === 'keep-last' ? { by: 'created' } : {};
  return problems.parse(field, { ...usual, ...rule }, ruleSchema);
}

function readPin(problems: FileProblems, field: string, value: unknown): Pin | null {
  const pin = readTagged(problems, { field, value, key: 'pin', shapes: pinFields });
  if (pin === null) return null;
  const usual = pin['kind'] === 'label' ? { value: null } : {};
  return problems.parse(field, { ...usual, ...pin }, pinSchema);
}

/** An object in which one word says what the others may be; the word comes back as `kind`. */
function readTagged(
  problems: FileProblems,
  at: {
    readonly field: string;
    readonly value: unknown;
    readonly key: 'rule' | 'pin';
    readonly shapes: Readonly<Record<string, KnownFields>>;
  },
): Fields | null {
  const { field, value, key, shapes } = at;
  const word: unknown = isFields(value) ? value[key] : undefined;
  if (word === undefined) {
    problems.add(field, `it must be an object with "${key}", not ${show(value)}`);
    return null;
  }
  const shape = typeof word === 'string' && Object.hasOwn(shapes, word) ? shapes[word] : undefined;
  if (shape === undefined) {
    problems.add(
      `${field}.${key}`,
      `there is no ${key} ${show(word)}; there is ${Object.keys(shapes).join(', ')}`,
    );
    return null;
  }
  const { [key]: kind, ...rest } = problems.fields(field, value, { ...shape, must: [key, ...shape.must] });
  return { kind, ...rest };
}
