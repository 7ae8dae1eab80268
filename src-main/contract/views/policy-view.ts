import type { Pin } from '../../domain/cleanup/pin.ts';
import type { RulePolicy } from '../../domain/cleanup/policy.ts';

/** A policy under its name. */
export interface PolicyRow {
  readonly name: string;
  readonly policy: RulePolicy;
  readonly updatedAtMs: number;
}

/** A pin that holds for every policy. */
export interface PinRow {
  readonly pin: Pin;
  readonly addedAtMs: number;
}

/** What is wrong with a policy file. */
export interface PolicyFileProblem {
  /** Field, as `policies[0].rules[1].days`; empty when it is about the file as a whole. */
  readonly field: string;
  readonly problem: string;
}
