import type { ArchiveFile } from './scan-archive.ts';

/** An image as one of the two forms of an archive tells of it. */
export interface ArchivedImage {
  /** What an engine would call it: the digest of its config, or of its manifest or index. */
  readonly digest: string;
  /** Digests of the configs that belong to it and are in the archive. */
  readonly configDigests: readonly string[];
  readonly references: readonly string[];
  /**
   * Checks that all of it is there.
   * Shape:   files that were compared with a digest other than the one in their own name.
   * Errors:  `transfer.failed`.
   */
  readonly check: () => readonly ArchiveFile[];
}
