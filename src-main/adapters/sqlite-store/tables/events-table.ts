import type { Database } from 'better-sqlite3';

import type { RecordedEvent } from '../../../ports/store.ts';

/** What engines told, each event once. */
export interface EventsTable {
  /** Newest first. */
  read(engine: number, limit: number): readonly RecordedEvent[];
  /** An event that is there already is left alone: engines replay. */
  write(engine: number, event: RecordedEvent): void;
  /** Keeps the newest. */
  prune(engine: number, keep: number): void;
}

/** Prepares the statements of the table. */
export function eventsTable(database: Database): EventsTable {
  const read = database.prepare<[number, number], RecordedEvent>(`
    SELECT type, action, actor_id AS actorId, name, image, time_ms AS timeMs, time_nano AS timeNano
    FROM events WHERE engine_id = ? ORDER BY time_ms DESC, id DESC LIMIT ?`);
  const write = database.prepare<[number, string, string, string, string, string, number, string]>(
    'INSERT INTO events (engine_id, type, action, actor_id, name, image, time_ms, time_nano) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const prune = database.prepare<[number, number]>(`
    DELETE FROM events WHERE id IN (
      SELECT id FROM events WHERE engine_id = ? ORDER BY time_ms DESC, id DESC LIMIT -1 OFFSET ?
    )`);
  return {
    read: (engine, limit) => read.all(engine, limit),
    write: (engine, { type, action, actorId, name, image, timeMs, timeNano }) =>
      void write.run(engine, type, action, actorId, name, image, Math.floor(timeMs), timeNano),
    prune: (engine, keep) => void prune.run(engine, keep),
  };
}
