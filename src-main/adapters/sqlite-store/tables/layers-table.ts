import type { Database } from 'better-sqlite3';

import { type DiffId, toDiffId } from '../../../domain/image/hashes.ts';

/** DiffIDs by number. */
export interface LayersTable {
  /** Every diffID by its number. */
  readAll(): ReadonlyMap<number, DiffId>;
  /** Numbers of diffIDs, new ones made; remembers them for the length of one write only. */
  numbering(): (diffId: DiffId) => number;
  /** Drops what neither an image nor a recorded day names any more. */
  sweep(): void;
}

/** Prepares the statements of the table. */
export function layersTable(database: Database): LayersTable {
  const all = database.prepare<[], [number, string]>('SELECT id, diff_id FROM layers').raw();
  const find = database.prepare<[string], number>('SELECT id FROM layers WHERE diff_id = ?').pluck();
  const add = database.prepare<[string]>('INSERT INTO layers (diff_id) VALUES (?)');
  const sweep = database.prepare<[]>(`
    DELETE FROM layers WHERE id NOT IN (
      SELECT layer.value
      FROM images, json_each(images.stacks) AS stack, json_each(stack.value, '$[2]') AS layer
      UNION
      SELECT layer.value
      FROM days, json_each(CASE WHEN json_valid(days.layers) THEN days.layers ELSE '[]' END) AS layer
    )`);
  return {
    readAll: () => new Map(all.all().map(([id, diffId]) => [id, toDiffId(diffId)])),
    numbering: () => {
      const known = new Map<DiffId, number>();
      return (diffId) => {
        const number = known.get(diffId) ?? find.get(diffId) ?? Number(add.run(diffId).lastInsertRowid);
        known.set(diffId, number);
        return number;
      };
    },
    sweep: () => void sweep.run(),
  };
}
