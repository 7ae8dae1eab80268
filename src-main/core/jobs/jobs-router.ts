import type { Core } from '../core.ts';
import { journalRuns } from '../cleanup/journal-runs.ts';
import { os } from '../wire.ts';

/** Handlers of long tasks and of what past ones did. */
export function jobsRouter({ jobs, deps }: Core) {
  return {
    watch: os.jobs.watch.handler(({ signal }) => jobs.watch(signal ?? new AbortController().signal)),
    cancel: os.jobs.cancel.handler(({ input }) => {
      jobs.cancel(input.jobId);
      return input;
    }),
    journal: os.jobs.journal.handler(({ input }) => journalRuns(deps.store, input.limit)),
  };
}
