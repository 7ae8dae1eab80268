import type { Database } from 'better-sqlite3';

interface PinRow {
  readonly id: number;
  /** JSON. */
  readonly pin: string;
  readonly addedAtMs: number;
}

/** Pins as JSON texts. */
export interface PinsTable {
  /** Oldest first. */
  readAll(): readonly PinRow[];
  /** A pin that is there stays as it is. */
  add(pin: string, addedAtMs: number): void;
  /** Whether it was there. */
  remove(pin: string): boolean;
}

/** Prepares the statements of the table. */
export function pinsTable(database: Database): PinsTable {
  const all = database.prepare<[], PinRow>(
    'SELECT id, pin, added_at_ms AS addedAtMs FROM pins ORDER BY added_at_ms, id',
  );
  const add = database.prepare<[string, number]>(
    'INSERT INTO pins (pin, added_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const remove = database.prepare<[string]>('DELETE FROM pins WHERE pin = ?');
  return {
    readAll: () => all.all(),
    add: (pin, addedAtMs) => void add.run(pin, addedAtMs),
    remove: (pin) => remove.run(pin).changes > 0,
  };
}
