import type { Database } from 'better-sqlite3';

import type { StoredStack } from '../stored-stack.ts';

/** Immutable facts of images. */
export interface ImagesTable {
  readAll(engine: number): readonly (readonly [imageId: string, stacks: readonly StoredStack[]])[];
  write(engine: number, imageId: string, stacks: readonly StoredStack[]): void;
  remove(engine: number, imageId: string): void;
}

/** Prepares the statements of the table. */
export function imagesTable(database: Database): ImagesTable {
  const all = database
    .prepare<[number], [string, string]>('SELECT image_id, stacks FROM images WHERE engine_id = ?')
    .raw();
  const write = database.prepare<[number, string, string]>(
    'INSERT INTO images (engine_id, image_id, stacks) VALUES (?, ?, ?) ' +
      'ON CONFLICT DO UPDATE SET stacks = excluded.stacks WHERE stacks <> excluded.stacks',
  );
  const remove = database.prepare<[number, string]>(
    'DELETE FROM images WHERE engine_id = ? AND image_id = ?',
  );
  return {
    readAll: (engine) => all.all(engine).map(([imageId, stacks]) => [imageId, parseStacks(stacks)] as const),
    write: (engine, imageId, stacks) => void write.run(engine, imageId, JSON.stringify(stacks)),
    remove: (engine, imageId) => void remove.run(engine, imageId),
  };
}

function parseStacks(text: string): readonly StoredStack[] {
  return JSON.parse(text) as readonly StoredStack[];
}
