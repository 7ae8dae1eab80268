import { type } from '@orpc/contract';

import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { planInput, runInput } from '../inputs.ts';
import { job, query } from '../procedure.ts';

/** Clean-up: plan, show, run, measure. */
export const cleanup = {
  /** Plans from fresh facts. Nothing is removed. */
  plan: query.input(planInput).output(type<CleanupPlan>()),
  /** Runs a plan that was shown. `plan.stale` comes as the job's error, and nothing is removed then. */
  run: job.input(runInput).output(type<{ readonly jobId: string }>()),
};
