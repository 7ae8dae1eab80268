import type { Database } from 'better-sqlite3';

import type { HistoryEntry } from '../../../domain/image/history-entry.ts';

/** One image's platform on one engine. */
interface HistoryKey {
  readonly engine: number;
  readonly imageId: string;
  readonly platform: string;
}

/** Histories of images: asked for once, since they never change. */
export interface HistoriesTable {
  read(key: HistoryKey): readonly HistoryEntry[] | null;
  write(key: HistoryKey, entries: readonly HistoryEntry[]): void;
  remove(engine: number, imageId: string): void;
}

/** Prepares the statements of the table. */
export function historiesTable(database: Database): HistoriesTable {
  const read = database
    .prepare<[number, string, string], string>(
      'SELECT entries FROM histories WHERE engine_id = ? AND image_id = ? AND platform = ?',
    )
    .pluck();
  const write = database.prepare<[number, string, string, string]>(
    'INSERT INTO histories (engine_id, image_id, platform, entries) VALUES (?, ?, ?, ?) ' +
      'ON CONFLICT DO UPDATE SET entries = excluded.entries',
  );
  const remove = database.prepare<[number, string]>(
    'DELETE FROM histories WHERE engine_id = ? AND image_id = ?',
  );
  return {
    read: ({ engine, imageId, platform }) => {
      const entries = read.get(engine, imageId, platform);
      return entries === undefined ? null : (JSON.parse(entries) as readonly HistoryEntry[]);
    },
    write: ({ engine, imageId, platform }, entries) =>
      void write.run(engine, imageId, platform, JSON.stringify(entries)),
    remove: (engine, imageId) => void remove.run(engine, imageId),
  };
}
