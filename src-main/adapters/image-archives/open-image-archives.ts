import { mkdir, rm, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { AppError } from '../../domain/app-error.ts';
import { unknown } from '../../domain/unknown.ts';
import type { ImageArchives } from '../../ports/image-archives.ts';
import { readArchive } from './read-archive.ts';
import { toAppError } from './to-app-error.ts';
import { writeArchive } from './write-archive.ts';

/** Archives in a folder, which is made when it is needed. */
export function openImageArchives(folder: string): ImageArchives {
  const directory = resolve(folder);
  return {
    directory,
    freeBytes: async () => {
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        const { bavail, bsize } = await statfs(directory);
        return bavail * bsize;
      } catch {
        // Writing will say what is wrong with the folder.
        return unknown;
      }
    },
    write: (archive, onBytes, signal) => writeArchive(directory, archive, { onBytes, signal }),
    read: readArchive,
    remove: async (path) => {
      if (dirname(resolve(path)) !== directory) {
        throw new AppError('bug', { subject: path, detail: `it is not in ${directory}` });
      }
      try {
        await rm(path, { force: true });
      } catch (thrown) {
        throw toAppError(thrown, path);
      }
    },
  };
}
