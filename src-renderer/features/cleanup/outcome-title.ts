import type { JobView } from '#main/contract/views/job-view.ts';
import { isKnown } from '#main/domain/unknown.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';
import { isDone } from '#renderer/state/jobs-journal-state.svelte.ts';

/** How a clean-up ended, in a few words: the head of its result, and what is said aloud. */
export function outcomeTitle({ state, result, error }: Pick<JobView, 'state' | 'result' | 'error'>): string {
  const words = t.cleanup;
  if (error?.code === 'plan.stale') return words.staleTitle;
  if (state === 'cancelled') return words.cancelledTitle;
  if (result === null) return words.failedRunTitle;
  if (!result.results.some(isDone)) return words.doneNothing;
  if (state === 'partial') return words.partialTitle;
  return isKnown(result.measuredBytes)
    ? words.doneTitle(format.bytes(result.measuredBytes).text)
    : words.doneTitleUnmeasured;
}
