import * as v from 'valibot';

import type { Pin } from '../domain/cleanup/pin.ts';
import type { Rule, RulePolicy } from '../domain/cleanup/policy.ts';
import { toImageId } from '../domain/image/hashes.ts';
import { parseReference } from '../domain/reference/parse-reference.ts';

/** Days a rule may look back: a hundred years, so that a slip of the finger is told. */
export const dayCount = v.pipe(
  v.number('it must be a whole number of days'),
  v.integer('it must be a whole number of days'),
  v.minValue(0, 'it must not be negative'),
  v.maxValue(36_500, 'it must be at most 36500'),
);

const count = v.pipe(
  v.number('it must be a whole number of images'),
  v.integer('it must be a whole number of images'),
  v.minValue(1, 'it must be at least 1'),
  v.maxValue(10_000, 'it must be at most 10000'),
);
const bytes = v.pipe(
  v.number('it must be a whole number of bytes'),
  v.integer('it must be a whole number of bytes'),
  v.minValue(1, 'it must be at least 1'),
  v.maxValue(1e15, 'it must be at most 1000 TB'),
);
const text = (most: number): v.GenericSchema<string> =>
  v.pipe(
    v.string('it must be a text'),
    v.minLength(1, 'it must not be empty'),
    v.maxLength(most, `it must have at most ${most} characters`),
  );

/** A pattern that can fit something: one that cannot would keep nothing, and nobody would notice. */
const pattern = v.pipe(
  text(512),
  v.regex(/^[\w.\-/:@+*[\]]*$/, 'no reference has such characters, so nothing would be kept'),
  v.check(
    (typed) => typed === '' || typed.includes('*') || parseReference(typed).ok,
    'no image can have this name (a repository is lower-case), so nothing would be kept',
  ),
);

/** One rule, as it crosses a process and stands in a policy file. */
export const ruleSchema: v.GenericSchema<unknown, Rule> = v.variant('kind', [
  v.strictObject({ kind: v.literal('dangling') }),
  v.strictObject({ kind: v.literal('unused') }),
  v.strictObject({ kind: v.literal('not-used-since'), days: dayCount }),
  v.strictObject({ kind: v.literal('older-than'), days: dayCount }),
  v.strictObject({
    kind: v.literal('keep-last'),
    count,
    by: v.picklist(['created', 'version'], 'it must be "created" or "version"'),
  }),
  v.strictObject({ kind: v.literal('superseded') }),
  v.strictObject({ kind: v.literal('re-pullable') }),
  v.strictObject({ kind: v.literal('platforms-never-run') }),
  v.strictObject({ kind: v.literal('duplicate') }),
  v.strictObject({ kind: v.literal('free-bytes'), bytes }),
]);

/** One pin. */
export const pinSchema: v.GenericSchema<unknown, Pin> = v.variant('kind', [
  v.strictObject({ kind: v.literal('reference'), pattern }),
  v.strictObject({
    kind: v.literal('label'),
    name: text(512),
    value: v.nullable(
      v.pipe(v.string('it must be a text'), v.maxLength(4096, 'it must have at most 4096 characters')),
    ),
  }),
  v.strictObject({
    kind: v.literal('image'),
    id: v.pipe(
      v.string('it must be a text'),
      v.regex(/^sha256:[0-9a-f]{64}$/, 'an image ID is sha256: and 64 hex digits'),
      v.transform(toImageId),
    ),
  }),
]);

/** A policy of rules. */
export const rulePolicySchema = v.object({
  kind: v.literal('rules'),
  match: v.picklist(['all', 'any']),
  rules: v.pipe(v.array(ruleSchema), v.maxLength(20)),
  pins: v.pipe(v.array(pinSchema), v.maxLength(200)),
}) satisfies v.GenericSchema<unknown, RulePolicy>;

/** Name of a saved policy: one line a person can read and type. */
export const policyName = v.pipe(
  v.string('it must be a text'),
  v.trim(),
  v.minLength(1, 'it must not be empty'),
  v.maxLength(60, 'it must have at most 60 characters'),
  v.regex(/^[^\p{C}/\\]+$/u, 'it must not contain / or \\ or control characters'),
);
