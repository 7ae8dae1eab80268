import type { JournalRunView } from '../../contract/views/journal-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { BallastClient } from '../composition.ts';

/** As many as the journal gives at once. */
const most = 1000;

/** Runs of the journal, newest first. */
export function readRuns(client: BallastClient, signal: AbortSignal): Promise<readonly JournalRunView[]> {
  return client.jobs.journal({ limit: most }, { signal });
}

/** The run whose name begins like this. Errors:  `usage.invalid` for none and for several. */
export function findRun(runs: readonly JournalRunView[], typed: string): JournalRunView {
  const found = runs.filter(({ runId }) => runId === typed || (typed.length >= 4 && runId.startsWith(typed)));
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  const detail =
    only === undefined
      ? 'no run has this name; "ballast history" lists them'
      : `this names ${found.length} runs: ${found.map(({ runId }) => runId).join(', ')}`;
  throw new AppError('usage.invalid', { subject: typed, detail });
}
