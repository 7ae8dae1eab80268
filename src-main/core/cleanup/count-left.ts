import type { JournalItem, JournalOutcome, JournalRun } from '../../ports/store.ts';

const leftOutcomes: readonly JournalOutcome[] = ['pending', 'trying', 'skipped', 'failed'];
const doneOutcomes: readonly JournalOutcome[] = ['removed', 'untagged', 'parked'];

/** Whether an item was not done, for no reason that lies in the item: somebody may go on with it. */
export function isLeft({ outcome }: Pick<JournalItem, 'outcome'>): boolean {
  return leftOutcomes.includes(outcome);
}

/** Whether an item was done, and not undone since. */
export function isDone({ outcome }: Pick<JournalItem, 'outcome'>): boolean {
  return doneOutcomes.includes(outcome);
}

/** Whether an item was done and there is a way back: a tag, the bin, a file, or a registry that may still have it. */
export function isUndoable({ effect, outcome, archive, pullFrom }: JournalItem): boolean {
  if (!['remove', 'untag', 'park'].includes(effect) || !isDone({ outcome })) return false;
  return outcome !== 'removed' || (archive ?? '') !== '' || pullFrom.length > 0;
}

/** Images of a run that can be had back. */
export function countUndoable({ items }: Pick<JournalRun, 'items'>): number {
  return new Set(items.filter(isUndoable).map(({ imageId }) => imageId)).size;
}

/** Items that are left to do of a run that was broken off and that nobody dismissed; a cancelled one was not broken off. */
export function countResumable(run: JournalRun): number {
  const isBroken = run.state === 'interrupted' || run.state === 'partial' || run.state === 'failed';
  if (!isBroken || run.isDismissed || !['clean-up', 'empty-bin'].includes(run.kind)) return 0;
  return run.items.filter(isLeft).length;
}
