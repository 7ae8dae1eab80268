import { AppError } from '../../domain/app-error.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import type { RunTarget } from './run-target.ts';

/** Gets back what a run removed, as far as that can be. */
export function undoRun(_target: RunTarget, _runId: string, _control: JobControl): Promise<JobEnd> {
  return Promise.reject(new AppError('engine.unsupported', { detail: 'not written yet' }));
}
