import { AppError } from '../../domain/app-error.ts';
import type { JournalRun, JournalStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import type { EnginesTable } from './tables/engines-table.ts';
import { journalItemsTable } from './tables/journal-items-table.ts';
import { journalRunsTable } from './tables/journal-runs-table.ts';

/** The journal over its tables. Never pruned: it is how a person gets things back. */
export function journalStore(connection: Connection, engines: EnginesTable): JournalStore {
  const { database, read, write, writeDurably } = connection;
  const runs = journalRunsTable(database);
  const items = journalItemsTable(database);
  const withItems = (run: Omit<JournalRun, 'items'>): JournalRun => ({
    ...run,
    items: items.read(run.runId),
  });
  return {
    // Durably: nothing is removed that could be forgotten.
    startRun: (run) =>
      writeDurably(() => {
        runs.add(engines.idOf(run.engine), run);
        for (const item of run.items) items.write(run.runId, item);
      }),
    writeItem: (runId, item) => write(() => items.write(runId, item)),
    // Durably: after a power cut, an item that was being tried is one to look at.
    tryItem: (runId, item) => writeDurably(() => items.write(runId, item)),
    finishRun: (runId, end) => write(() => mustExist(runs.finish(runId, end), runId)),
    takeOver: (runId, from, to) => write(() => runs.takeOver(runId, from, to)),
    dismissRun: (runId) => write(() => mustExist(runs.dismiss(runId), runId)),
    run: (runId) =>
      read(() => {
        const run = runs.find(runId);
        return run === null ? null : withItems(run);
      }),
    runs: (limit) => read(() => runs.read(limit).map(withItems)),
    parkedItems: (engine) =>
      read(() => {
        const id = engines.findId(engine);
        return id === null ? [] : items.readParked(id);
      }),
    openRuns: (engine) =>
      read(() => {
        const id = engines.findId(engine);
        return id === null ? [] : runs.readOpen(id).map(withItems);
      }),
  };
}

function mustExist(isThere: boolean, runId: string): void {
  if (!isThere) throw new AppError('bug', { subject: runId, detail: 'no such run' });
}
