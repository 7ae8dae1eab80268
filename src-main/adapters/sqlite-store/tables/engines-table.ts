import type { Database } from 'better-sqlite3';

/** Engines by the key the core knows them by. */
export interface EnginesTable {
  /** Its number; made when it is new. Inside a write only. */
  idOf(key: string): number;
  /** Its number; null when nothing was ever written about it. */
  findId(key: string): number | null;
  usageKnownSinceMs(id: number): number | null;
  /** How far use was watched; null before the first reading. */
  usageWatchedUntilMs(id: number): number | null;
  setUsageTimes(id: number, times: { readonly knownSinceMs: number; readonly watchedUntilMs: number }): void;
  referencesSeenAtMs(id: number): number | null;
  setReferencesSeenAt(id: number, atMs: number): void;
}

/** Prepares the statements of the table. */
export function enginesTable(database: Database): EnginesTable {
  const find = database.prepare<[string], number>('SELECT id FROM engines WHERE key = ?').pluck();
  const add = database.prepare<[string]>('INSERT INTO engines (key) VALUES (?)');
  const knownSince = database
    .prepare<[number], number | null>('SELECT usage_known_since_ms FROM engines WHERE id = ?')
    .pluck();
  const watchedUntil = database
    .prepare<[number], number | null>('SELECT usage_watched_until_ms FROM engines WHERE id = ?')
    .pluck();
  const setTimes = database.prepare<[number, number, number]>(
    'UPDATE engines SET usage_known_since_ms = ?, usage_watched_until_ms = ? WHERE id = ?',
  );
  const seenAt = database
    .prepare<[number], number | null>('SELECT references_seen_at_ms FROM engines WHERE id = ?')
    .pluck();
  const setSeenAt = database.prepare<[number, number]>(
    'UPDATE engines SET references_seen_at_ms = ? WHERE id = ?',
  );
  const findId = (key: string): number | null => find.get(key) ?? null;
  return {
    findId,
    idOf: (key) => findId(key) ?? Number(add.run(key).lastInsertRowid),
    usageKnownSinceMs: (id) => knownSince.get(id) ?? null,
    usageWatchedUntilMs: (id) => watchedUntil.get(id) ?? null,
    setUsageTimes: (id, { knownSinceMs, watchedUntilMs }) =>
      void setTimes.run(knownSinceMs, watchedUntilMs, id),
    referencesSeenAtMs: (id) => seenAt.get(id) ?? null,
    setReferencesSeenAt: (id, atMs) => void setSeenAt.run(atMs, id),
  };
}
