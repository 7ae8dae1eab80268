import type { Database } from 'better-sqlite3';

/** Settings as JSON texts by key. */
export interface SettingsTable {
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
}

/** Prepares the statements of the table. */
export function settingsTable(database: Database): SettingsTable {
  const read = database.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const write = database.prepare<[string, string]>(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare<[string]>('DELETE FROM settings WHERE key = ?');
  return {
    read: (key) => read.get(key) ?? null,
    write: (key, value) => void write.run(key, value),
    remove: (key) => void remove.run(key),
  };
}
