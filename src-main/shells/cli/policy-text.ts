import { formatBytes } from '../../domain/bytes.ts';
import type { Pin } from '../../domain/cleanup/pin.ts';
import type { Rule, RulePolicy } from '../../domain/cleanup/policy.ts';

/** A policy in one line. */
export function policyText({ match, rules }: RulePolicy): string {
  return rules.length === 0 ? 'nothing' : rules.map(ruleText).join(match === 'all' ? ' and ' : ' or ');
}

/** A rule in words. */
export function ruleText(rule: Rule): string {
  switch (rule.kind) {
    case 'dangling':
      return 'dangling';
    case 'superseded':
      return 'superseded';
    case 'unused':
      return 'unused';
    case 'not-used-since':
      return `not used for ${rule.days} days`;
    case 'older-than':
      return `older than ${rule.days} days`;
    case 'keep-last':
      return `beyond the last ${rule.count} of its repository, by ${rule.by === 'version' ? 'version' : 'creation'}`;
    case 're-pullable':
      return 're-pullable';
    case 'duplicate':
      return 'duplicate';
    case 'platforms-never-run':
      return 'platforms never run';
    case 'free-bytes':
      return `least regretted until ${formatBytes(rule.bytes)} come free`;
  }
}

/** A pin as `ballast pin` takes it. */
export function pinText(pin: Pin): string {
  switch (pin.kind) {
    case 'reference':
      return pin.pattern;
    case 'label':
      return pin.value === null ? `--label ${pin.name}` : `--label ${pin.name}=${pin.value}`;
    case 'image':
      return pin.id;
  }
}
