import type { ImageId } from '../../domain/image/hashes.ts';
import { AppError } from '../../domain/app-error.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import type { RunTarget } from './run-target.ts';

/** Gives parked images all their references back. */
export function restoreFromBin(
  _target: RunTarget,
  _ids: readonly ImageId[],
  _control: JobControl,
): Promise<JobEnd> {
  return Promise.reject(new AppError('engine.unsupported', { detail: 'not written yet' }));
}
