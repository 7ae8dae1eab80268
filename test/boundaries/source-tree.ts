import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { SourceFile } from './check-imports.ts';

/** Root of the checkout. */
export const projectRoot = join(import.meta.dirname, '../..');

/** Files below these folders whose names end so, as paths from the root of the checkout. */
export function readSources(folders: readonly string[], ending: RegExp): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name}`)
      .filter((path) => ending.test(path))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') })),
  );
}
