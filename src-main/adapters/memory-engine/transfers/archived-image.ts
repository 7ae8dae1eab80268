import { digestOf } from '../digests.ts';
import { transferFailed } from '../engine-errors.ts';
import { readReference, type TableReference } from '../reference-table.ts';
import type { StoredImage } from '../stored-image.ts';
import type { ArchiveFiles } from './read-tar.ts';

/** An image of an archive that was read whole and verified: nothing of it is on the engine yet. */
export interface ArchivedImage {
  readonly image: StoredImage;
  readonly tags: readonly TableReference[];
  /** The image of the step before, where the archive names one. */
  readonly parent: string;
}

/** Tags of an archive in the engine's own form. Errors:  `transfer.failed` when one cannot be read. */
export function readTags(texts: readonly string[]): readonly TableReference[] {
  try {
    return texts.map(readReference);
  } catch (thrown) {
    throw transferFailed('archive', `invalid tag in ${texts.join(', ')}`, thrown);
  }
}

/** A file that must be there. */
export function readFile(files: ArchiveFiles, path: string): Uint8Array {
  const content = files.get(path);
  if (content === undefined) throw transferFailed('archive', `open ${path}: no such file or directory`);
  return content;
}

/** A blob that must be there and be what it is called. */
export function readBlob(files: ArchiveFiles, digest: string): Uint8Array {
  const content = readFile(files, blobPath(digest));
  const real = digestOf(content);
  if (real === digest) return content;
  throw transferFailed(
    'archive',
    `unexpected commit digest ${real}, expected ${digest}: failed precondition`,
  );
}

/** Where a blob is in an OCI layout. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
