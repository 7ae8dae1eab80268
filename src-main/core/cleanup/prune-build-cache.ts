import { AppError } from '../../domain/app-error.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import type { RunTarget } from './run-target.ts';

/** Removes records of the build cache by ID. */
export function pruneBuildCache(
  _target: RunTarget,
  _ids: readonly string[],
  _control: JobControl,
): Promise<JobEnd> {
  return Promise.reject(new AppError('engine.unsupported', { detail: 'not written yet' }));
}
