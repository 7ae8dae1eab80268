import type { ItemResult, JobView } from '#main/contract/views/job-view.ts';

type EndedJob = Pick<JobView, 'kind' | 'state' | 'result'>;

const undoable: ReadonlySet<ItemResult['outcome']> = new Set<ItemResult['outcome']>([
  'removed',
  'untagged',
  'parked',
]);

/** Whether something of a run may be had back: a run of the build cache never, an undo is done over by cleaning up again. */
export function canUndo({ kind, result }: EndedJob): boolean {
  if (result === null || result.runId === '' || kind === 'undo' || kind === 'build-cache') return false;
  return result.results.some(({ outcome }) => undoable.has(outcome));
}

/** Whether a run broke off with something left to do. What is blocked or failed was done, with another end. */
export function canResume({ kind, state, result }: EndedJob): boolean {
  if (result === null || result.runId === '' || kind === 'build-cache' || state === 'succeeded') return false;
  return result.results.some(({ outcome }) => outcome === 'skipped');
}
