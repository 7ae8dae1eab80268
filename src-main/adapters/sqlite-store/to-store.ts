import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { type HistoryBounds, historyStore, usualBounds } from './history-store.ts';
import { imageCacheStore } from './image-cache-store.ts';
import { journalStore } from './journal-store.ts';
import { settingsStore } from './settings-store.ts';
import { enginesTable } from './tables/engines-table.ts';

/** The store over an open connection, which it closes in the end. */
export function toStore(
  connection: Connection,
  facts: Pick<Store, 'directory' | 'startedFreshBecause'>,
  bounds: HistoryBounds = usualBounds,
): Store {
  const engines = enginesTable(connection.database);
  const { sweep, ...cache } = imageCacheStore(connection, engines);
  return {
    ...facts,
    ...cache,
    ...historyStore(connection, engines, bounds),
    ...journalStore(connection, engines),
    ...settingsStore(connection),
    close: () => {
      if (!connection.database.open) return;
      try {
        sweep();
      } finally {
        connection.database.close();
      }
    },
  };
}
