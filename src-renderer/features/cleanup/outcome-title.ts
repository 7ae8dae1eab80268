import type { JobView } from '#main/contract/views/job-view.ts';
import { isKnown } from '#main/domain/unknown.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';
import { isDone } from '#renderer/state/jobs-journal-state.svelte.ts';

type EndedJob = Pick<JobView, 'kind' | 'state' | 'result' | 'error'>;

/** How a job ended, in a few words: the head of its result, and what is said aloud. */
export function outcomeTitle(job: EndedJob): string {
  const { kind, state, result, error } = job;
  const words = t.cleanup;
  if (error?.code === 'plan.stale') return words.staleTitle;
  if (state === 'cancelled') return words.cancelledTitle;
  if (result === null) return words.failedRunTitle;
  if (kind === 'undo') return undoTitle(job);
  if (!result.results.some(isDone)) return words.doneNothing;
  if (state === 'partial') return words.partialTitle;
  const parked = new Set(result.results.filter(({ outcome }) => outcome === 'parked').map(({ id }) => id));
  if (parked.size > 0 && parked.size === new Set(result.results.map(({ id }) => id)).size)
    return words.parkedTitle(parked.size);
  return isKnown(result.measuredBytes)
    ? words.doneTitle(format.bytes(result.measuredBytes).text)
    : words.doneTitleUnmeasured;
}

function undoTitle({ state, result }: EndedJob): string {
  const results = result?.results ?? [];
  const back = new Set(results.filter(({ outcome }) => outcome === 'restored').map(({ id }) => id));
  if (back.size === 0) return t.cleanup.undoneNothing;
  return state === 'partial' ? t.cleanup.undonePartialTitle : t.cleanup.undoneTitle(back.size);
}
