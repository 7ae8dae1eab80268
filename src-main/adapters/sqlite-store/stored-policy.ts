import * as v from 'valibot';

import type { Pin } from '../../domain/cleanup/pin.ts';
import type { Rule, RulePolicy } from '../../domain/cleanup/policy.ts';
import { toImageId } from '../../domain/image/hashes.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const ruleSchema: v.GenericSchema<Rule> = v.variant('kind', [
  v.strictObject({
    kind: v.picklist(['dangling', 'unused', 'superseded', 're-pullable', 'platforms-never-run', 'duplicate']),
  }),
  v.strictObject({ kind: v.picklist(['not-used-since', 'older-than']), days: whole }),
  v.strictObject({ kind: v.literal('keep-last'), count: whole, by: v.picklist(['created', 'version']) }),
  v.strictObject({ kind: v.literal('free-bytes'), bytes: whole }),
]);

const pinSchema: v.GenericSchema<unknown, Pin> = v.variant('kind', [
  v.strictObject({ kind: v.literal('reference'), pattern: v.string() }),
  v.strictObject({ kind: v.literal('label'), name: v.string(), value: v.nullable(v.string()) }),
  v.strictObject({ kind: v.literal('image'), id: v.pipe(v.string(), v.transform(toImageId)) }),
]);

const policySchema: v.GenericSchema<unknown, RulePolicy> = v.strictObject({
  kind: v.literal('rules'),
  match: v.picklist(['all', 'any']),
  rules: v.array(ruleSchema),
  pins: v.array(pinSchema),
});

/** A policy as it was written. Errors:  `SyntaxError` and valibot's own; a rule of a newer Ballast is not guessed at. */
export function parseStoredPolicy(text: string): RulePolicy {
  return v.parse(policySchema, JSON.parse(text));
}

/** A pin as it was written. Errors:  as `parseStoredPolicy`. */
export function parseStoredPin(text: string): Pin {
  return v.parse(pinSchema, JSON.parse(text));
}

/** A pin as text: the same pin gives the same text, in whatever order its keys are. */
export function formatStoredPin(pin: Pin): string {
  const { kind } = pin;
  switch (kind) {
    case 'reference':
      return JSON.stringify({ kind, pattern: pin.pattern });
    case 'label':
      return JSON.stringify({ kind, name: pin.name, value: pin.value });
    case 'image':
      return JSON.stringify({ kind, id: pin.id });
  }
}
