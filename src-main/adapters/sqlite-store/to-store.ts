import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { type HistoryBounds, historyStore, usualBounds } from './history-store.ts';
import { imageCacheStore } from './image-cache-store.ts';
import { journalStore } from './journal-store.ts';
import { policyStore } from './policy-store.ts';
import { type RecordBounds, recordStore, usualRecordBounds } from './record-store.ts';
import { settingsStore } from './settings-store.ts';
import { enginesTable } from './tables/engines-table.ts';
import { unreadableRows } from './unreadable-rows.ts';

/** The store over an open connection, which it closes in the end. */
export function toStore(
  connection: Connection,
  facts: Pick<Store, 'directory' | 'startedFreshBecause'>,
  chosen: Partial<HistoryBounds & RecordBounds> = {},
): Store {
  const bounds = { ...usualBounds, ...usualRecordBounds, ...chosen };
  const engines = enginesTable(connection.database);
  const unreadable = unreadableRows();
  const { sweep, ...cache } = imageCacheStore(connection, engines);
  return {
    ...facts,
    ...cache,
    ...historyStore(connection, engines, bounds),
    ...journalStore(connection, engines),
    ...policyStore(connection, unreadable),
    ...recordStore(connection, { engines, unreadable, bounds }),
    ...settingsStore(connection),
    unreadableRows: unreadable.list,
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
