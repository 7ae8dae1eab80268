import type { ImageSpec, StepSpec } from './image-spec.ts';
import type { LayerNodes } from './layer-forest.ts';
import { digestOf } from './digests.ts';

/** Stored bytes under their digest. */
export interface Blob {
  readonly digest: string;
  readonly bytes: number;
}

/** The documents that make a platform of an image, with the digests they really have. */
export interface PlatformDocuments {
  readonly config: Blob;
  readonly manifest: Blob;
  /** Layer blobs as a registry or an archive gave them, base first. */
  readonly layers: readonly Blob[];
}

/** What one platform is made of. */
export interface PlatformInput {
  readonly spec: ImageSpec;
  readonly platform: string;
  readonly steps: readonly StepSpec[];
  readonly nodes: LayerNodes;
  /** False: nobody will ask for the manifest or the blobs (classic store, never pulled). */
  readonly hasManifest: boolean;
}

/**
 * Writes config and manifest of one platform. Times are left out, as reproducible builds do: a population placed
 * relative to now keeps its IDs.
 * Source:  OCI image-spec config.md and manifest.md.
 */
export function platformDocuments(input: PlatformInput): PlatformDocuments {
  const config = blobOf(configJson(input));
  if (!input.hasManifest) return { config, manifest: config, layers: [] };
  const layers = layerBlobs(input);
  const manifest = blobOf({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: config.digest,
      size: config.bytes,
    },
    layers: layers.map(({ digest, bytes }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest,
      size: bytes,
    })),
  });
  return { config, manifest, layers };
}

/** A JSON document as a blob. */
export function blobOf(document: Readonly<Record<string, unknown>>): Blob {
  const text = JSON.stringify(document);
  return { digest: digestOf(text), bytes: Buffer.byteLength(text) };
}

/** The config object of an image in Docker's spelling: also the `Config` of an inspect answer. */
export function runConfig(config: ImageSpec['config']): Readonly<Record<string, unknown>> {
  const keyed = (names: readonly string[] | undefined): Record<string, object> | undefined =>
    names === undefined || names.length === 0
      ? undefined
      : Object.fromEntries(names.map((name) => [name, {}]));
  return {
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
}

function configJson({ spec, platform, steps, nodes }: PlatformInput): Readonly<Record<string, unknown>> {
  const [os, architecture, variant] = platform.split('/');
  return {
    architecture,
    os,
    variant,
    author: spec.author === '' ? undefined : spec.author,
    config: runConfig(spec.config),
    history: steps.map((step) => ({
      created_by: step.createdBy,
      comment: step.comment === '' ? undefined : step.comment,
      empty_layer: step.layer === null ? true : undefined,
    })),
    rootfs: { type: 'layers', diff_ids: nodes.map((node) => node.diffId) },
  };
}

/** Loaded archives keep the plain tar as their blob; registries and BuildKit compress it. */
function layerBlobs({ spec, steps, nodes }: PlatformInput): readonly Blob[] {
  const layers = steps.flatMap((step) => step.layer ?? []);
  return layers.map((layer, index) => {
    const diffId = nodes[index]?.diffId ?? '';
    if (spec.origin === 'loaded') return { digest: diffId, bytes: tarBytes(layer.bytes) };
    return { digest: digestOf(`gzip ${diffId}`), bytes: 32 + Math.round(layer.bytes * 0.38) };
  });
}

/** A tar of one file: header, content in blocks of 512, two closing blocks. */
function tarBytes(fileBytes: number): number {
  return fileBytes === 0 ? 1024 : 512 + Math.ceil(fileBytes / 512) * 512 + 1024;
}
