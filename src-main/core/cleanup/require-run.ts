import { AppError } from '../../domain/app-error.ts';
import type { JournalRun } from '../../ports/store.ts';
import { settleRun } from './settle-interrupted-runs.ts';
import { engineIdNow, type RunTarget } from './run-target.ts';

/**
 * A run that ended, with nothing left in it that nobody knows.
 * Errors:  `usage.invalid` when there is no such run of this engine, when it still runs, or when it is not a clean-up.
 */
export async function requireEndedRun(target: RunTarget, runId: string): Promise<JournalRun> {
  const { session, deps } = target;
  const run = deps.store.run(runId);
  const refuse = (detail: string): AppError => new AppError('usage.invalid', { subject: runId, detail });
  if (run === null) throw refuse('there is no such run in the journal');
  if (run.engine !== (await engineIdNow({ session }))) throw refuse('this run was on another engine');
  if (run.kind !== 'clean-up' && run.kind !== 'empty-bin') throw refuse('this run removed no images');
  await settleRun(target, run);
  const settled = deps.store.run(runId) ?? run;
  if (settled.state === 'running') throw refuse('it still runs, in this or in another Ballast');
  return settled;
}
