import type { ImageId } from '../domain/image/hashes.ts';

/** An archive that was written and read back. */
export interface VerifiedArchive {
  readonly path: string;
  readonly bytes: number;
  /** Every blob in it whose digest was compared with its content. */
  readonly blobs: readonly { readonly digest: string; readonly bytes: number }[];
  readonly references: readonly string[];
}

/** Archives of images kept before they go. */
export interface ImageArchives {
  /** Folder they are kept in. */
  readonly directory: string;
  /** Bytes that can be written there; unknown where the system does not say. */
  freeBytes(): Promise<number | 'unknown'>;
  /**
   * Writes an archive beside its final name, compares every blob with its digest, and only then gives it the name.
   * Shape:   `of` must be in the archive whole: its config and every layer.
   * Errors:  `transfer.failed` when the stream is cut, the disk is full, a blob is missing or is not what it is called; nothing is
   *          left behind then.
   */
  write(
    archive: { readonly name: string; readonly of: ImageId; readonly content: AsyncIterable<Uint8Array> },
    onBytes: (bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<VerifiedArchive>;
  /** Reads an archive for a load. Errors:  `transfer.failed` when it is not there or is not what was verified. */
  read(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  remove(path: string): Promise<void>;
}
