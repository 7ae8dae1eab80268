import { type } from '@orpc/contract';

import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import {
  binInput,
  buildCacheInput,
  endpointInput,
  imageInput,
  journalRunInput,
  planInput,
  recoveryInput,
  runInput,
  simulateInput,
} from '../inputs.ts';
import { command, job, query } from '../procedure.ts';
import type {
  BinView,
  BuildCacheView,
  PolicyVerdict,
  RecoveryCheck,
  SimulationView,
  SuggestionView,
} from '../views/cleanup-view.ts';

/** The ID of a job that was started. */
type Started = { readonly jobId: string };

/** Clean-up: plan, show, run, measure, and get back. */
export const cleanup = {
  /** Ready-made and saved policies with what each would free: enough for a card, without the plans. */
  suggestions: query.input(endpointInput).output(type<readonly SuggestionView[]>()),
  /** Plans from fresh facts. Nothing is removed. */
  plan: query.input(planInput).output(type<CleanupPlan>()),
  /** Runs a plan that was shown. `plan.stale` comes as the job's error, and nothing is removed then. */
  run: job.input(runInput).output(type<Started>()),
  /** Why an image would be kept or removed under each saved policy. */
  explain: query.input(imageInput).output(type<readonly PolicyVerdict[]>()),
  /** Asks registries whether images can be pulled again; what they say is kept for later plans. */
  checkRecovery: query.input(recoveryInput).output(type<readonly RecoveryCheck[]>()),
  /** Days there is a record of, newest first, each the start of a day in UTC. */
  days: query.input(endpointInput).output(type<readonly number[]>()),
  /** What a policy would have removed on a recorded day, and what of that was used since. */
  simulate: query.input(simulateInput).output(type<SimulationView>()),
  /** What lies in the recycle bin. Emptying it is a plan with the policy `bin`. */
  bin: query.input(endpointInput).output(type<BinView>()),
  /** Gives parked images all their references back. */
  restore: job.input(binInput).output(type<Started>()),
  /** Gets back what a run removed, as far as that can be: by tags, from the bin, from a file, by pulling a digest. */
  undo: job.input(journalRunInput).output(type<Started>()),
  /** Goes on with a run that was broken off: only what was not done, from fresh facts. */
  resume: job.input(journalRunInput).output(type<Started>()),
  /** Stops offering to go on with a run. */
  dismiss: command.input(journalRunInput).output(type<{ readonly runId: string }>()),
  /** Every record of the build cache. */
  buildCache: query.input(endpointInput).output(type<BuildCacheView>()),
  /** Removes records of the build cache by ID. */
  pruneBuildCache: job.input(buildCacheInput).output(type<Started>()),
};
