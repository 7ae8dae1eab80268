import { type } from '@orpc/contract';
import * as v from 'valibot';

import { policyName, rulePolicySchema, pinSchema } from '../policy-schema.ts';
import { command, query } from '../procedure.ts';
import type { PinRow, PolicyFileProblem, PolicyRow } from '../views/policy-view.ts';

const nothing = v.optional(v.object({}));

/** Named policies, and what is pinned whatever a policy says. */
export const policies = {
  list: query.input(nothing).output(type<readonly PolicyRow[]>()),
  /** Adds or replaces one; `formerName` renames. Errors:  `usage.invalid` when another one has the name already. */
  save: command
    .input(v.object({ name: policyName, policy: rulePolicySchema, formerName: v.optional(policyName) }))
    .output(type<readonly PolicyRow[]>()),
  remove: command.input(v.object({ name: policyName })).output(type<readonly PolicyRow[]>()),
  /** Reads a policy file, and with `save` keeps what is in it. Problems are an answer, and then nothing is kept. */
  import: command
    .input(v.object({ text: v.pipe(v.string(), v.maxLength(1_000_000)), save: v.boolean() }))
    .output(
      type<{
        readonly policies: readonly PolicyRow[];
        /** Names of saved policies that it replaces, or would replace. */
        readonly replaces: readonly string[];
        readonly problems: readonly PolicyFileProblem[];
      }>(),
    ),
  /** A policy file of these policies; of all when none is named. See `docs/policies.md`. */
  export: query.input(v.object({ names: v.array(policyName) })).output(type<{ readonly text: string }>()),
  pins: query.input(nothing).output(type<readonly PinRow[]>()),
  pin: command.input(v.object({ pin: pinSchema })).output(type<readonly PinRow[]>()),
  unpin: command.input(v.object({ pin: pinSchema })).output(type<readonly PinRow[]>()),
};
