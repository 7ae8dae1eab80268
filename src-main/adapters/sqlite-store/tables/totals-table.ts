import type { Database } from 'better-sqlite3';

import { isKnown, type MaybeBytes, unknown } from '../../../domain/unknown.ts';
import type { TotalsSnapshot } from '../../../ports/store.ts';

interface TotalsRow {
  readonly taken_at_ms: number;
  readonly image_count: number;
  readonly layer_count: number;
  readonly layer_bytes: number | null;
  readonly reclaimable_bytes: number | null;
}

/** Sums over time. */
export interface TotalsTable {
  /** Oldest first. */
  readAll(engine: number): readonly TotalsSnapshot[];
  write(engine: number, totals: TotalsSnapshot): void;
  /** Keeps the newest. */
  prune(engine: number, keep: number): void;
}

/** Prepares the statements of the table. */
export function totalsTable(database: Database): TotalsTable {
  const all = database.prepare<[number], TotalsRow>(
    'SELECT taken_at_ms, image_count, layer_count, layer_bytes, reclaimable_bytes FROM totals ' +
      'WHERE engine_id = ? ORDER BY taken_at_ms',
  );
  const write = database.prepare<[number, number, number, number, number | null, number | null]>(
    'INSERT OR REPLACE INTO totals VALUES (?, ?, ?, ?, ?, ?)',
  );
  const prune = database.prepare<[number, number, number]>(`
    DELETE FROM totals WHERE engine_id = ? AND taken_at_ms <= (
      SELECT taken_at_ms FROM totals WHERE engine_id = ? ORDER BY taken_at_ms DESC LIMIT 1 OFFSET ?
    )`);
  return {
    readAll: (engine) => all.all(engine).map(toTotals),
    write: (engine, { takenAtMs, imageCount, layerCount, layerBytes, reclaimableBytes }) =>
      void write.run(engine, takenAtMs, imageCount, layerCount, orNull(layerBytes), orNull(reclaimableBytes)),
    prune: (engine, keep) => void prune.run(engine, engine, keep),
  };
}

function toTotals(row: TotalsRow): TotalsSnapshot {
  return {
    takenAtMs: row.taken_at_ms,
    imageCount: row.image_count,
    layerCount: row.layer_count,
    layerBytes: row.layer_bytes ?? unknown,
    reclaimableBytes: row.reclaimable_bytes ?? unknown,
  };
}

function orNull(bytes: MaybeBytes): number | null {
  return isKnown(bytes) ? bytes : null;
}
