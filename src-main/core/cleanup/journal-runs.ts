import type { JournalRunView } from '../../contract/views/journal-view.ts';
import type { Store } from '../../ports/store.ts';
import { countResumable, countUndoable, removedImages } from './count-left.ts';

/** What past runs did, newest first, and how much of each can be had back or gone on with. */
export function journalRuns(store: Pick<Store, 'runs'>, limit: number): readonly JournalRunView[] {
  const goneSince = new Map<string, Set<string>>();
  return store.runs(limit).map((run) => {
    const gone = goneSince.get(run.engine) ?? new Set<string>();
    const view = { ...run, undoable: countUndoable(run, gone), resumable: countResumable(run) };
    for (const id of removedImages(run)) gone.add(id);
    goneSince.set(run.engine, gone);
    return view;
  });
}
