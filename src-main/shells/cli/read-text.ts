import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { AppError } from '../../domain/app-error.ts';

/** The content of a file; `-` is stdin. Errors:  `usage.invalid` when it cannot be read. */
export async function readText(path: string, stdin: NodeJS.ReadableStream): Promise<string> {
  try {
    return path === '-' ? await text(stdin) : await readFile(path, 'utf8');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('usage.invalid', { subject: path, detail, cause: error });
  }
}
