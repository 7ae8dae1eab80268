import Database from 'better-sqlite3';

import { AppError } from '../../domain/app-error.ts';
import { migrate } from './migrate.ts';

/** How long a process waits for another one's write: ours take milliseconds. */
const usualBusyTimeoutMs = 5000;

/**
 * Opens a file, checks it and brings it to the newest schema.
 * Errors:  SQLite's own, and `store.corrupt`. Nothing stays open then.
 */
export function openDatabase(
  file: string,
  migrations: readonly string[],
  busyTimeoutMs = usualBusyTimeoutMs,
): Database.Database {
  const database = new Database(file, { timeout: busyTimeoutMs });
  try {
    // Before anything is changed: a file that is not ours must stay as it is.
    checkIntegrity(database);
    migrate(database, migrations);
    database.pragma('journal_mode = WAL');
    // In WAL mode a power cut can lose the last transactions but never the file, and a commit does not wait for the disk.
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function checkIntegrity(database: Database.Database): void {
  const answer = String(database.pragma('quick_check(1)', { simple: true }));
  if (answer === 'ok') return;
  throw new AppError('store.corrupt', { subject: database.name, detail: answer });
}
