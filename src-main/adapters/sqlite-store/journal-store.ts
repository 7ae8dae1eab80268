import { AppError } from '../../domain/app-error.ts';
import type { JournalStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import type { EnginesTable } from './tables/engines-table.ts';
import { journalItemsTable } from './tables/journal-items-table.ts';
import { journalRunsTable } from './tables/journal-runs-table.ts';

/** The journal over its tables. Never pruned: it is how a person gets things back. */
export function journalStore(connection: Connection, engines: EnginesTable): JournalStore {
  const { database, read, write, writeDurably } = connection;
  const runs = journalRunsTable(database);
  const items = journalItemsTable(database);
  return {
    // Durably: nothing is removed that could be forgotten.
    startRun: (run) =>
      writeDurably(() => {
        runs.add(engines.idOf(run.engine), run);
        for (const item of run.items) items.write(run.runId, item);
      }),
    writeItem: (runId, item) => write(() => items.write(runId, item)),
    finishRun: (runId, end) =>
      write(() => {
        if (!runs.finish(runId, end)) throw new AppError('bug', { subject: runId, detail: 'no such run' });
      }),
    runs: (limit) => read(() => runs.read(limit).map((run) => ({ ...run, items: items.read(run.runId) }))),
  };
}
