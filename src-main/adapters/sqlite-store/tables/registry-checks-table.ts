import type { Database } from 'better-sqlite3';

import type { RegistryCheck } from '../../../domain/cleanup/recorded-past.ts';

type CheckRow = RegistryCheck & { readonly reference: string };

/** What registries said of references, the newest answer each. */
export interface RegistryChecksTable {
  readAll(engine: number): readonly CheckRow[];
  /** Keeps what is there when it is newer. */
  write(engine: number, check: CheckRow): void;
  /** Keeps the newest. */
  prune(engine: number, keep: number): void;
}

/** Prepares the statements of the table. */
export function registryChecksTable(database: Database): RegistryChecksTable {
  const all = database.prepare<[number], CheckRow>(
    'SELECT reference, checked_at_ms AS checkedAtMs, digest FROM registry_checks WHERE engine_id = ? ORDER BY reference',
  );
  const write = database.prepare<[number, string, number, string | null]>(`
    INSERT INTO registry_checks (engine_id, reference, checked_at_ms, digest) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET checked_at_ms = excluded.checked_at_ms, digest = excluded.digest
      WHERE excluded.checked_at_ms >= checked_at_ms`);
  const prune = database.prepare<[number, number, number]>(`
    DELETE FROM registry_checks WHERE engine_id = ? AND reference IN (
      SELECT reference FROM registry_checks WHERE engine_id = ?
      ORDER BY checked_at_ms DESC, reference LIMIT -1 OFFSET ?
    )`);
  return {
    readAll: (engine) => all.all(engine),
    write: (engine, { reference, checkedAtMs, digest }) =>
      void write.run(engine, reference, Math.floor(checkedAtMs), digest),
    prune: (engine, keep) => void prune.run(engine, engine, keep),
  };
}
