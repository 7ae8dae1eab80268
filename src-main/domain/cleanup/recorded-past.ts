import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';

/** The last time a container ran an image, as far as it was seen. */
export interface RecordedUse {
  readonly lastUsedAtMs: number;
  readonly containerName: string;
}

/** What a registry said when it was asked what a reference names now. */
export interface RegistryCheck {
  readonly checkedAtMs: number;
  /** Digest of the manifest or index the registry gives; null when it has none any more. */
  readonly digest: string | null;
}

/** What engines forget and Ballast has written down. Unknown is not "never". */
export interface RecordedPast {
  /**
   * Since when use is recorded without a gap of more than seven days; null before the first record. What ran and ended
   * between two readings was not seen.
   */
  readonly usageKnownSinceMs: number | null;
  readonly uses: ReadonlyMap<ImageId, RecordedUse>;
  /** When each image was first seen on this engine; absent or without an image: not written down, then only its age is known. */
  readonly firstSeenAtMs?: ReadonlyMap<ImageId, number>;
  /** References each image once had and lost, newest first. */
  readonly formerReferences: ReadonlyMap<ImageId, readonly string[]>;
  /** By reference in familiar form. */
  readonly registryChecks: ReadonlyMap<string, RegistryCheck>;
  /**
   * Names that images in the recycle bin had before: an engine drops a digest with the last tag of its repository. Absent or
   * without an image: not written down.
   */
  readonly beforeParked?: ReadonlyMap<ImageId, Pick<EngineImage, 'tags' | 'digests'>>;
}

/** Nothing was ever written down. */
export const emptyPast: RecordedPast = {
  usageKnownSinceMs: null,
  uses: new Map(),
  formerReferences: new Map(),
  registryChecks: new Map(),
};
