import type { ImageId } from '../../domain/image/hashes.ts';

/** Where a pull or a load is. Bytes are null where the engine does not say. */
export interface TransferProgress {
  /** The layer it is about, as the engine shortens it; empty when it is about the whole. */
  readonly layer: string;
  readonly status: string;
  readonly currentBytes: number | null;
  readonly totalBytes: number | null;
}

/** What a load brought. */
export interface LoadReply {
  /** References in familiar form, sorted. */
  readonly references: readonly string[];
  /** Images the archive names without a reference, as far as the engine tells. */
  readonly ids: readonly ImageId[];
}

/** Moving images in and out. */
export interface EngineTransfers {
  /**
   * The digest a registry gives for a reference now, asked by the engine.
   * Shape:   `repository:tag` or `repository@digest`.
   * Errors:  `registry.not-found`, `registry.unauthorized`, `registry.unreachable`, `registry.rate-limited`.
   * Source:  Engine API, `GET /distribution/{name}/json`.
   */
  registryDigest(reference: string, signal?: AbortSignal): Promise<string>;
  /**
   * Pulls one reference: it must have a tag or a digest, for without one the API pulls every tag.
   * Errors:  `registry.*`; `transfer.failed` when the stream breaks off or carries an error.
   */
  pullImage(
    reference: string,
    onProgress: (progress: TransferProgress) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /**
   * Images as one archive (`docker save`), as it comes. Throws in the middle when the stream is cut.
   * Errors:  `engine.not-found`, `transfer.failed`.
   */
  saveImages(images: readonly string[], signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Errors:  `transfer.failed` with the engine's words: no space, a broken archive. */
  loadImages(
    archive: AsyncIterable<Uint8Array>,
    onProgress: (progress: TransferProgress) => void,
    signal?: AbortSignal,
  ): Promise<LoadReply>;
}
