import type { Database } from 'better-sqlite3';

/** When an image was last seen in use, and by what. */
interface UsageRow {
  readonly image_id: string;
  readonly last_used_at_ms: number;
  readonly container_name: string;
}

/** The freshest use of each image. */
export interface UsageTable {
  readAll(engine: number): readonly UsageRow[];
  /** Keeps what is there when it is fresher. */
  write(engine: number, use: { imageId: string; containerName: string; atMs: number }): void;
}

/** Prepares the statements of the table. */
export function usageTable(database: Database): UsageTable {
  const all = database.prepare<[number], UsageRow>(
    'SELECT image_id, last_used_at_ms, container_name FROM usage WHERE engine_id = ? ORDER BY image_id',
  );
  const write = database.prepare<[number, string, number, string]>(`
    INSERT INTO usage (engine_id, image_id, last_used_at_ms, container_name) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE
      SET last_used_at_ms = excluded.last_used_at_ms, container_name = excluded.container_name
      WHERE excluded.last_used_at_ms > last_used_at_ms`);
  return {
    readAll: (engine) => all.all(engine),
    write: (engine, { imageId, containerName, atMs }) => void write.run(engine, imageId, atMs, containerName),
  };
}
