import type { SuggestionView } from '#main/contract/views/cleanup-view.ts';
import { boundBytes } from '#main/domain/ledger/byte-bound.ts';

import { rulesWords, savedPolicyText, type RuleWords } from './policy-words.ts';

/** What a card says: the words of its rule, or the name of a saved policy and what it does. */
export function suggestionWords({ name, policy }: SuggestionView): RuleWords {
  if (name !== null) return { title: name, text: savedPolicyText(policy) };
  return rulesWords(policy);
}

/** Whether a suggestion would do anything at all. */
export function isWorthACard({ imageCount, untagCount, frees }: SuggestionView): boolean {
  return imageCount > 0 || untagCount > 0 || boundBytes(frees) > 0;
}
