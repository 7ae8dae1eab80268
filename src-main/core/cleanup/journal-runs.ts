import type { JournalRunView } from '../../contract/views/journal-view.ts';
import type { Store } from '../../ports/store.ts';
import { countResumable, countUndoable } from './count-left.ts';

/** What past runs did, newest first, and how much of each can be had back or gone on with. */
export function journalRuns(store: Pick<Store, 'runs'>, limit: number): readonly JournalRunView[] {
  return store.runs(limit).map((run) => ({
    ...run,
    undoable: countUndoable(run),
    resumable: countResumable(run),
  }));
}
