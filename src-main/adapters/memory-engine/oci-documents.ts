import { digestOf } from './digests.ts';
import type { ImageSpec, StepSpec } from './image-spec.ts';
import type { LayerBlob } from './layer-blobs.ts';

/** Stored bytes under their digest. */
export interface Blob {
  readonly digest: string;
  /** Bytes it counts for. */
  readonly bytes: number;
}

/** A JSON document under the digest of its text. */
export interface Document extends Blob {
  readonly text: string;
}

/** What one platform is made of. */
export interface PlatformInput {
  readonly spec: Pick<ImageSpec, 'author' | 'config'>;
  readonly platform: string;
  readonly steps: readonly StepSpec[];
  readonly diffIds: readonly string[];
}

/** One manifest as an index names it. */
export interface IndexEntry {
  readonly manifest: Blob;
  readonly platform: string;
  /** The manifest an attestation speaks of; null for an image. */
  readonly attests: string | null;
}

/** Media types of the documents an image is made of. */
export const mediaTypes = {
  config: 'application/vnd.oci.image.config.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
} as const;

/** A JSON document as a blob. */
export function documentOf(content: object): Document {
  const text = JSON.stringify(content);
  return { digest: digestOf(text), bytes: Buffer.byteLength(text), text };
}

/**
 * The config of one platform. Times are left out, as reproducible builds do: a population placed relative to now
 * keeps its IDs.
 * Source:  OCI image-spec config.md.
 */
export function configDocument({ spec, platform, steps, diffIds }: PlatformInput): Document {
  return documentOf({
    ...platformOf(platform),
    author: spec.author === '' ? undefined : spec.author,
    config: runConfig(spec.config),
    history: steps.map((step) => ({
      created_by: step.createdBy,
      comment: step.comment === '' ? undefined : step.comment,
      empty_layer: step.layer === null ? true : undefined,
    })),
    rootfs: { type: 'layers', diff_ids: diffIds },
  });
}

/**
 * The manifest of one platform. Sizes are those of the content, which an archive can be checked against.
 * Source:  OCI image-spec manifest.md.
 */
export function manifestDocument(
  config: Blob,
  layers: readonly Pick<LayerBlob, 'digest' | 'archivedBytes' | 'mediaType'>[],
): Document {
  return documentOf({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, digest: config.digest, size: config.bytes },
    layers: layers.map(({ mediaType, digest, archivedBytes }) => ({
      mediaType,
      digest,
      size: archivedBytes,
    })),
  });
}

/** The index above several manifests. Source: OCI image-spec image-index.md. */
export function indexDocument(entries: readonly IndexEntry[]): Document {
  return documentOf({
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: entries.map(({ manifest, platform, attests }) => ({
      mediaType: mediaTypes.manifest,
      digest: manifest.digest,
      size: manifest.bytes,
      annotations: attests === null ? undefined : attestationOf(attests),
      platform: platformOf(platform),
    })),
  });
}

/** The config object of an image in Docker's spelling: also the `Config` of an inspect answer. What is empty is left out. */
export function runConfig(config: ImageSpec['config']): Readonly<Record<string, unknown>> {
  const keyed = (names: readonly string[] = []): Record<string, object> =>
    Object.fromEntries(names.map((name) => [name, {}]));
  const all = {
    User: config.user,
    ExposedPorts: keyed(config.exposedPorts),
    Env: config.environment,
    Entrypoint: config.entrypoint,
    Cmd: config.command,
    Volumes: keyed(config.volumes),
    WorkingDir: config.workingDirectory,
    Labels: config.labels,
    StopSignal: config.stopSignal,
  };
  const isSet = (value: object | string | undefined): boolean =>
    value !== undefined && Object.keys(value).length > 0;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isSet(value)));
}

function platformOf(platform: string): Readonly<Record<string, string | undefined>> {
  const [os, architecture, variant] = platform.split('/');
  return { architecture, os, variant };
}

/** How BuildKit marks an attestation. Source: moby/buildkit docs/attestations/attestation-storage.md. */
function attestationOf(digest: string): Readonly<Record<string, string>> {
  return {
    'vnd.docker.reference.digest': digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  };
}
