import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy, Rule, RuleKind, RulePolicy } from '#main/domain/cleanup/policy.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';

/** The head and the sentence of a rule. */
export interface RuleWords {
  readonly title: string;
  readonly text: string;
}

/** What a rule takes, in words, with its numbers. */
function ruleWords(rule: Rule): RuleWords {
  const words = t.cleanup;
  switch (rule.kind) {
    case 'dangling':
      return { title: words.danglingTitle, text: words.danglingText };
    case 'superseded':
      return { title: words.supersededTitle, text: words.supersededText };
    case 'unused':
      return { title: words.unusedTitle, text: words.unusedText };
    case 'not-used-since':
      return { title: words.notUsedSinceTitle(rule.days), text: words.notUsedSinceText };
    case 'older-than':
      return { title: words.olderThanTitle(rule.days), text: words.olderThanText };
    case 'keep-last': {
      const text = rule.by === 'created' ? words.keepLastCreated : words.keepLastVersion;
      return { title: words.keepLastTitle(rule.count), text: text(rule.count) };
    }
    case 're-pullable':
      return { title: words.rePullableTitle, text: words.rePullableText };
    case 'duplicate':
      return { title: words.duplicateTitle, text: words.duplicateText };
    case 'platforms-never-run':
      return { title: words.platformsTitle, text: words.platformsText };
    case 'free-bytes':
      return { title: words.freeBytesTitle(format.bytes(rule.bytes).text), text: words.freeText };
  }
}

/**
 * What rules take together. Ready-made policies spare what a container needs whatever else they ask for: where another
 * rule is there too, `unused` goes without saying.
 */
export function rulesWords({ match, rules }: Pick<RulePolicy, 'match' | 'rules'>): RuleWords {
  const telling = match === 'all' ? rules.filter(({ kind }) => kind !== 'unused') : rules;
  const words = (telling.length > 0 ? telling : rules).map(ruleWords);
  return {
    title: words.map(({ title }) => title).join(' · '),
    text: words.length === 1 ? (words[0]?.text ?? '') : '',
  };
}

/** A rule without its numbers: only rules that some engines cannot follow are ever named so. */
export function ruleKindWord(kind: RuleKind): string {
  return t.cleanup.reasons[reasonOfRule[kind]];
}

const reasonOfRule = {
  dangling: 'dangling',
  superseded: 'superseded',
  unused: 'unused',
  'not-used-since': 'not-used-since',
  'older-than': 'older-than',
  'keep-last': 'beyond-last',
  're-pullable': 're-pullable',
  duplicate: 'duplicate',
  'platforms-never-run': 'platforms-never-run',
  'free-bytes': 'frees-enough',
} as const satisfies Record<RuleKind, keyof typeof t.cleanup.reasons>;

/** What a saved policy does, from its rules. */
export function savedPolicyText({ match, rules, pins }: RulePolicy): string {
  const words = t.cleanup;
  const titles = rules.map((rule) => ruleWords(rule).title).join(' · ');
  const how = rules.length === 1 ? words.savedOne : match === 'all' ? words.savedAll : words.savedAny;
  const text = rules.length === 0 ? words.keepHelp['no-rule'] : how(titles);
  return pins.length === 0 ? text : `${text} ${words.pinsToo(pins.length)}`;
}

/** The head of a plan: the name of a saved policy, or what was asked for. */
export function planTitle(policy: CleanupPolicy, policyName: string, basis: CleanupPlan | null): string {
  const words = t.cleanup;
  if (policyName !== '') return policyName;
  switch (policy.kind) {
    case 'bin':
      return words.binTitle;
    case 'picked':
      return basis !== null &&
        basis.remove.length > 0 &&
        basis.remove.every(({ effect }) => effect === 'untag')
        ? words.pickedTagsTitle
        : words.pickedTitle;
    case 'rules':
      return rulesWords(policy).title || words.title;
  }
}
