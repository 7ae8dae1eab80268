import { policyOf, type Rule, type RulePolicy } from '../../domain/cleanup/policy.ts';
import type { RecordedPast } from '../../domain/cleanup/recorded-past.ts';

const dayMs = 86_400_000;
const unusedDays = 30;

/** A policy that is suggested and not saved. */
export interface ReadyMadePolicy {
  /** The rule it is about. */
  readonly key: string;
  readonly policy: RulePolicy;
}

/**
 * Ready-made policies, in the order of the cards.
 * Shape:   a policy that could say nothing yet is left out: by use only where use is known for as long, by registry only
 *          where somebody asked registries before, because a suggestion asks none.
 */
export function readyMadePolicies(past: RecordedPast, nowMs: number): readonly ReadyMadePolicy[] {
  const knownMs = past.usageKnownSinceMs === null ? 0 : nowMs - past.usageKnownSinceMs;
  const isUseKnown = knownMs >= unusedDays * dayMs;
  return [
    { key: 'dangling', policy: policyOf({ kind: 'dangling' }) },
    { key: 'superseded', policy: policyOf({ kind: 'superseded' }) },
    { key: 'unused', policy: policyOf({ kind: 'unused' }) },
    ...(isUseKnown
      ? [{ key: 'not-used-since', policy: policyOf({ kind: 'not-used-since', days: unusedDays }) }]
      : []),
    { key: 'older-than', policy: unusedAnd({ kind: 'older-than', days: 90 }) },
    { key: 'keep-last', policy: unusedAnd({ kind: 'keep-last', count: 3, by: 'created' }) },
    { key: 'duplicate', policy: policyOf({ kind: 'duplicate' }) },
    ...(past.registryChecks.size > 0
      ? [{ key: 're-pullable', policy: unusedAnd({ kind: 're-pullable' }) }]
      : []),
  ];
}

function unusedAnd(rule: Rule): RulePolicy {
  return { kind: 'rules', match: 'all', rules: [{ kind: 'unused' }, rule], pins: [] };
}
