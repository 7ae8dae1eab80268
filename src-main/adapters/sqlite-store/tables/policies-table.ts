import type { Database } from 'better-sqlite3';

interface PolicyRow {
  readonly name: string;
  /** JSON. */
  readonly policy: string;
  readonly updatedAtMs: number;
}

/** Policies as JSON texts by name. */
export interface PoliciesTable {
  /** By name. */
  readAll(): readonly PolicyRow[];
  /** Adds or replaces. */
  write(row: PolicyRow): void;
  /** Whether it was there. */
  remove(name: string): boolean;
}

/** Prepares the statements of the table. */
export function policiesTable(database: Database): PoliciesTable {
  const all = database.prepare<[], PolicyRow>(
    'SELECT name, policy, updated_at_ms AS updatedAtMs FROM policies ORDER BY name',
  );
  const write = database.prepare<[PolicyRow]>(`
    INSERT INTO policies (name, policy, updated_at_ms) VALUES (@name, @policy, @updatedAtMs)
    ON CONFLICT DO UPDATE SET policy = excluded.policy, updated_at_ms = excluded.updated_at_ms`);
  const remove = database.prepare<[string]>('DELETE FROM policies WHERE name = ?');
  return {
    readAll: () => all.all(),
    write: (row) => void write.run(row),
    remove: (name) => remove.run(name).changes > 0,
  };
}
