import { AppError } from '../../domain/app-error.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import type { RunTarget } from './run-target.ts';

/** Goes on with a run that was broken off: only what was not done, from fresh facts. */
export function resumeRun(_target: RunTarget, _runId: string, _control: JobControl): Promise<JobEnd> {
  return Promise.reject(new AppError('engine.unsupported', { detail: 'not written yet' }));
}
