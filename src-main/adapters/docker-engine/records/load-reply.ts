import type { ImageId } from '../../../domain/image/hashes.ts';
import type { LoadReply } from '../../../ports/engine/engine-transfers.ts';
import { compareText, fullImageId } from './image-names.ts';

/**
 * Reads what a load told in words: `Loaded image: app:1` and `Loaded image ID: sha256:…`. The classic store tells no ID
 * when the archive has any name (ENGINES §1.6).
 */
export function readLoadReply(told: readonly string[]): LoadReply {
  const lines = told.flatMap((text) => text.split('\n'));
  const after = (pattern: RegExp): string[] => lines.flatMap((line) => pattern.exec(line.trim())?.[1] ?? []);
  const references = after(/^Loaded image: (\S+)$/);
  const ids = after(/^Loaded image ID: (\S+)$/);
  return {
    references: [...new Set(references)].sort(compareText),
    ids: [...new Set(ids.map((id): ImageId => fullImageId(id)))].sort(compareText),
  };
}
