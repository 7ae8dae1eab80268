import { eventIterator, type } from '@orpc/contract';
import * as v from 'valibot';

import { jobInput } from '../inputs.ts';
import { command, query, subscription } from '../procedure.ts';
import type { JobView } from '../views/job-view.ts';
import type { JournalRunView } from '../views/journal-view.ts';

/** Long tasks, and what past ones removed. */
export const jobs = {
  /** First every job of this run of Ballast, then each change; at most 10 frames a second per job. */
  watch: subscription.input(v.optional(v.object({}))).output(eventIterator(type<JobView>())),
  /** Safe to repeat; a job that has ended stays as it ended. */
  cancel: command.input(jobInput).output(type<{ readonly jobId: string }>()),
  /** What was removed, newest first. */
  journal: query
    .input(v.object({ limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)) }))
    .output(type<readonly JournalRunView[]>()),
};
