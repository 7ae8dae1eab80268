/**
 * One step of an image's history. Steps are not layers: most steps only change metadata.
 * Source: Engine API, `GET /images/{id}/history`, reversed so that the oldest comes first.
 */
export interface HistoryEntry {
  /** Unix milliseconds; null when the builder left it out. */
  readonly createdAtMs: number | null;
  /** The command, as the builder recorded it. */
  readonly createdBy: string;
  /** `buildkit.dockerfile.v0` for BuildKit; usually empty otherwise. */
  readonly comment: string;
  /** Bytes of the layer it made; 0 for a metadata step and, on the classic store, for a layer of no bytes too. */
  readonly bytes: number;
  /** Image this step ended in, where the legacy builder kept it; null for `<missing>`. */
  readonly imageId: string | null;
}
