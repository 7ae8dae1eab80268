import type { Database } from 'better-sqlite3';

import { toAppError } from './to-app-error.ts';

/** An open file, and the only two ways to use it. Both translate every error. */
export interface Connection {
  readonly database: Database;
  /** Runs a read: a transaction of its own, so that several queries see the same moment. */
  readonly read: <T>(body: () => T) => T;
  /**
   * Runs a write as one transaction. IMMEDIATE: in WAL mode a transaction that begins with a read and then writes
   * fails at once, without waiting, when another process wrote in between (sqlite.org/isolation.html).
   */
  readonly write: <T>(body: () => T) => T;
  /** Like `write`, and on the disk before it returns: for what must survive a power cut in the next moment. */
  readonly writeDurably: <T>(body: () => T) => T;
}

/** Wraps an open database. */
export function toConnection(database: Database): Connection {
  const run = <T>(body: () => T, mode: 'deferred' | 'immediate'): T => {
    try {
      return database.transaction(body)[mode]();
    } catch (thrown) {
      throw toAppError(thrown, database.name);
    }
  };
  return {
    database,
    read: (body) => run(body, 'deferred'),
    write: (body) => run(body, 'immediate'),
    writeDurably: (body) => {
      try {
        database.pragma('synchronous = FULL');
        return run(body, 'immediate');
      } finally {
        database.pragma('synchronous = NORMAL');
      }
    },
  };
}
