import type { JournalEffect, JournalItem, JournalOutcome, JournalRun } from '../../ports/store.ts';

const leftOutcomes: readonly JournalOutcome[] = ['pending', 'trying', 'skipped', 'failed'];
/** What is done to an image or its names. */
const imageEffects: readonly JournalEffect[] = ['remove', 'untag', 'park'];
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
  if (!imageEffects.includes(effect) || !isDone({ outcome })) return false;
  return outcome !== 'removed' || (archive ?? '') !== '' || pullFrom.length > 0;
}

/**
 * Images of a run that can be had back.
 * Shape:   an image that is gone, by this run or by a later one, takes its names along: they come back only where it does.
 *          `goneSince` are the images that later runs removed.
 */
export function countUndoable(
  { items }: Pick<JournalRun, 'items'>,
  goneSince: ReadonlySet<string> = new Set(),
): number {
  const gone = new Set([...goneSince, ...removedImages({ items })]);
  const isBack = (item: JournalItem): boolean =>
    isUndoable(gone.has(item.imageId) ? { ...item, outcome: 'removed' } : item);
  return new Set(items.filter((item) => isDone(item) && isBack(item)).map(({ imageId }) => imageId)).size;
}

/** Images that went in a run and are not back. */
export function removedImages({ items }: Pick<JournalRun, 'items'>): readonly string[] {
  return items
    .filter(({ effect, outcome }) => outcome === 'removed' && imageEffects.includes(effect))
    .map(({ imageId }) => imageId);
}

/** Items that are left to do of a run that was broken off and that nobody dismissed; a cancelled one was not broken off. */
export function countResumable(run: JournalRun): number {
  const isBroken = run.state === 'interrupted' || run.state === 'partial' || run.state === 'failed';
  if (!isBroken || run.isDismissed || !['clean-up', 'empty-bin'].includes(run.kind)) return 0;
  return run.items.filter(isLeft).length;
}
