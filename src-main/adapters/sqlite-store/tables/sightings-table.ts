import type { Database } from 'better-sqlite3';

/** One row: a reference that pointed to an image for a while. */
interface SightingRow {
  readonly reference: string;
  readonly image_id: string;
  readonly first_seen_at_ms: number;
  readonly last_seen_at_ms: number;
  readonly lost_at_ms: number | null;
}

/** A reference that still holds. */
export interface HoldingRow {
  readonly id: number;
  readonly reference: string;
  readonly image_id: string;
}

/** Where each reference pointed, and from when to when. */
export interface SightingsTable {
  /** Lost or not, by reference and time. */
  readAll(engine: number): readonly SightingRow[];
  readHolding(engine: number): readonly HoldingRow[];
  add(engine: number, sighting: { reference: string; imageId: string; seenAtMs: number }): void;
  /** Notes that a row no longer holds, and when it was last seen to. */
  lose(id: number, times: { lastSeenAtMs: number; lostAtMs: number }): void;
  /** Keeps the newest of what is lost. */
  prune(engine: number, keep: number): void;
}

/** Prepares the statements of the table. */
export function sightingsTable(database: Database): SightingsTable {
  const all = database.prepare<[number], SightingRow>(
    'SELECT reference, image_id, first_seen_at_ms, last_seen_at_ms, lost_at_ms FROM sightings ' +
      'WHERE engine_id = ? ORDER BY reference, id',
  );
  const holding = database.prepare<[number], HoldingRow>(
    'SELECT id, reference, image_id FROM sightings WHERE engine_id = ? AND lost_at_ms IS NULL',
  );
  const add = database.prepare<[number, string, string, number, number]>(
    'INSERT INTO sightings (engine_id, reference, image_id, first_seen_at_ms, last_seen_at_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const lose = database.prepare<[number, number, number]>(
    'UPDATE sightings SET last_seen_at_ms = max(last_seen_at_ms, ?), lost_at_ms = ? WHERE id = ?',
  );
  const prune = database.prepare<[number, number]>(`
    DELETE FROM sightings WHERE id IN (
      SELECT id FROM sightings WHERE engine_id = ? AND lost_at_ms IS NOT NULL
      ORDER BY lost_at_ms DESC, id DESC LIMIT -1 OFFSET ?
    )`);
  return {
    readAll: (engine) => all.all(engine),
    readHolding: (engine) => holding.all(engine),
    add: (engine, { reference, imageId, seenAtMs }) =>
      void add.run(engine, reference, imageId, seenAtMs, seenAtMs),
    lose: (id, { lastSeenAtMs, lostAtMs }) => void lose.run(lastSeenAtMs, lostAtMs, id),
    prune: (engine, keep) => void prune.run(engine, keep),
  };
}
