import type { ItemResult } from '../../contract/views/job-view.ts';
import type { AppError } from '../../domain/app-error.ts';
import type { JobEnd } from '../jobs/job-board.ts';

const done: readonly ItemResult['outcome'][] = ['removed', 'untagged', 'parked', 'restored', 'gone'];

/** How a run ended, by what became of its items and by what broke it off. */
export function endStateOf(results: readonly ItemResult[], lost: AppError | null): JobEnd['state'] {
  const open = results.filter(({ outcome, error }) => !done.includes(outcome) || error !== undefined);
  if (open.length === 0 && lost === null) return 'succeeded';
  const isCancelled = open.every(({ outcome, error }) => outcome === 'skipped' && error === undefined);
  return lost === null && isCancelled ? 'cancelled' : 'partial';
}
