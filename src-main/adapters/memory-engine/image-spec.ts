import type { ImageConfig } from '../../domain/image/image-config.ts';

/**
 * One filesystem change set. The same content and bytes are the same diffID wherever they appear; empty content
 * is the well-known empty tar.
 */
export interface LayerSpec {
  readonly content: string;
  /** Logical bytes of its files. */
  readonly bytes: number;
  /** Its tar, where an archive brought one that is not invented; its digest is then the diffID. */
  readonly archived?: Uint8Array;
}

/** One step of a build; a metadata step has no layer. */
export interface StepSpec {
  readonly createdBy: string;
  readonly layer: LayerSpec | null;
  readonly comment: string;
  /** The image's own time when null. */
  readonly createdAtMs: number | null;
}

/** One more platform of an image; kept by the containerd store only, never unpacked. */
export interface PlatformSpec {
  readonly platform: string;
  readonly steps: readonly StepSpec[];
  /** False: the index names it, its content was never fetched. */
  readonly isAvailable: boolean;
}

/** How an image came to be on the engine: decides its digests, blobs and who holds its snapshots. */
export type ImageOrigin = 'built' | 'pulled' | 'loaded';

/** An image as plain data, before any engine has given it an ID. */
export interface ImageSpec {
  /** What a population calls it; keys are not references. */
  readonly key: string;
  readonly tags: readonly string[];
  readonly origin: ImageOrigin;
  /** References under which a registry has it, also when its tags have moved on since; its tags where it was pulled. */
  readonly servedAs?: readonly string[];
  /** Key of the image of the step before: legacy builder and commit. */
  readonly parentKey: string | null;
  readonly platform: string;
  readonly steps: readonly StepSpec[];
  readonly otherPlatforms: readonly PlatformSpec[];
  /** Whether BuildKit put a provenance attestation beside it. */
  readonly hasAttestation: boolean;
  readonly createdAtMs: number;
  readonly config: Partial<ImageConfig>;
  readonly author: string;
}
