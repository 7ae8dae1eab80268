import type { Database } from 'better-sqlite3';

interface DayRow {
  readonly dayMs: number;
  readonly takenAtMs: number;
  /** Numbers of the layers it names. */
  readonly layers: readonly number[];
  readonly content: Buffer;
}

/** Packed days by engine. */
export interface DaysTable {
  /** Starts of days, newest first. */
  list(engine: number): readonly number[];
  read(engine: number, dayMs: number): Buffer | null;
  /** Keeps what is there when it was taken later on that day. */
  write(engine: number, row: DayRow): void;
  /** Keeps the newest. */
  prune(engine: number, keep: number): void;
}

/** Prepares the statements of the table. */
export function daysTable(database: Database): DaysTable {
  const list = database
    .prepare<[number], number>('SELECT day_ms FROM days WHERE engine_id = ? ORDER BY day_ms DESC')
    .pluck();
  const read = database
    .prepare<[number, number], Buffer>('SELECT content FROM days WHERE engine_id = ? AND day_ms = ?')
    .pluck();
  const write = database.prepare<[number, number, number, string, Buffer]>(`
    INSERT INTO days (engine_id, day_ms, taken_at_ms, layers, content) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE
      SET taken_at_ms = excluded.taken_at_ms, layers = excluded.layers, content = excluded.content
      WHERE excluded.taken_at_ms >= taken_at_ms`);
  const prune = database.prepare<[number, number, number]>(`
    DELETE FROM days WHERE engine_id = ? AND day_ms <= (
      SELECT day_ms FROM days WHERE engine_id = ? ORDER BY day_ms DESC LIMIT 1 OFFSET ?
    )`);
  return {
    list: (engine) => list.all(engine),
    read: (engine, dayMs) => read.get(engine, dayMs) ?? null,
    write: (engine, { dayMs, takenAtMs, layers, content }) =>
      void write.run(engine, dayMs, takenAtMs, JSON.stringify(layers), content),
    prune: (engine, keep) => void prune.run(engine, engine, keep),
  };
}
