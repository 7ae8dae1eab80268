import type { Rule, RuleKind, RulePolicy } from '#main/domain/cleanup/policy.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';

/** A rule as a sentence about an image: "has not been used for 30 days". */
function ruleSentence(rule: Rule): string {
  const { sentence } = t.policies;
  switch (rule.kind) {
    case 'not-used-since':
      return sentence['not-used-since'](rule.days);
    case 'older-than':
      return sentence['older-than'](rule.days);
    case 'keep-last':
      return sentence['keep-last'][rule.by](rule.count);
    case 'free-bytes':
      return sentence['free-bytes'](format.bytes(rule.bytes).text);
    case 'dangling':
    case 'unused':
    case 'superseded':
    case 're-pullable':
    case 'platforms-never-run':
    case 'duplicate':
      return sentence[rule.kind];
  }
}

/** A whole policy as a sentence. */
export function policySentence({ match, rules }: RulePolicy): string {
  if (rules.length === 0) return t.policies.noRules;
  return t.policies.summary(rules.map(ruleSentence).join(match === 'all' ? t.policies.and : t.policies.or));
}

/** Rules that say something else with another number: one policy may hold several of them. */
export function hasParameter(kind: RuleKind): boolean {
  return kind === 'not-used-since' || kind === 'older-than' || kind === 'keep-last' || kind === 'free-bytes';
}
