import type { ImageSpec, StepSpec } from './image-spec.ts';
import type { LayerBlob, LayerBlobs } from './layer-blobs.ts';
import type { Document } from './oci-documents.ts';
import { configDocument, documentOf, indexDocument, manifestDocument } from './oci-documents.ts';

/** One manifest with everything it names. */
export interface WrittenManifest {
  readonly kind: 'image' | 'attestation';
  readonly platform: string;
  readonly steps: readonly StepSpec[];
  readonly isAvailable: boolean;
  readonly config: Document;
  readonly manifest: Document;
  /** Base first, as a registry or an archive keeps them. */
  readonly layers: readonly LayerBlob[];
}

/** An image as the documents it is made of, with the digests they really have. */
export interface WrittenImage {
  /** The first is the engine's own platform. */
  readonly manifests: readonly [WrittenManifest, ...WrittenManifest[]];
  /** Above several manifests; null where there is one. */
  readonly index: Document | null;
}

/** Writes all manifests of an image and the index above them. */
export function writeImage(spec: ImageSpec, blobs: LayerBlobs): WrittenImage {
  const own = writePlatform(spec, { platform: spec.platform, steps: spec.steps, isAvailable: true }, blobs);
  const others = spec.otherPlatforms.map((other) => writePlatform(spec, other, blobs));
  if (spec.hasAttestation) others.push(writeAttestation(own));
  const manifests = [own, ...others] as const;
  if (others.length === 0) return { manifests, index: null };
  const attests = (kind: WrittenManifest['kind']): string | null =>
    kind === 'attestation' ? own.manifest.digest : null;
  const index = indexDocument(
    manifests.map(({ manifest, platform, kind }) => ({ manifest, platform, attests: attests(kind) })),
  );
  return { manifests, index };
}

/** The config of the engine's own platform: all that the classic store keeps of an image that no registry knows. */
export function writeConfig(spec: ImageSpec, blobs: LayerBlobs): Document {
  return platformConfig(spec, { platform: spec.platform, steps: spec.steps }, blobs);
}

function platformConfig(
  spec: ImageSpec,
  { platform, steps }: Pick<WrittenManifest, 'platform' | 'steps'>,
  blobs: LayerBlobs,
): Document {
  const diffIds = steps.flatMap((step) => (step.layer === null ? [] : [blobs.diffIdOf(step.layer)]));
  return configDocument({ spec, platform, steps, diffIds });
}

function writePlatform(
  spec: ImageSpec,
  platform: Pick<WrittenManifest, 'platform' | 'steps' | 'isAvailable'>,
  blobs: LayerBlobs,
): WrittenManifest {
  const config = platformConfig(spec, platform, blobs);
  // Loaded archives keep the plain tar as their blob; registries and BuildKit compress it.
  const layers = platform.steps.flatMap(({ layer }) => {
    if (layer === null) return [];
    return [spec.origin === 'loaded' ? blobs.tar(layer) : blobs.gzip(layer)];
  });
  const { platform: name, steps, isAvailable } = platform;
  const manifest = manifestDocument(config, layers);
  return { kind: 'image', platform: name, steps, isAvailable, config, manifest, layers };
}

function writeAttestation(own: WrittenManifest): WrittenManifest {
  const { digest } = own.manifest;
  const statement = documentOf({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [{ name: '_', digest: { sha256: digest.slice('sha256:'.length) } }],
    predicate: { buildType: 'https://mobyproject.org/buildkit@v1' },
  });
  const layer: LayerBlob = {
    digest: statement.digest,
    bytes: statement.bytes,
    archivedBytes: statement.bytes,
    mediaType: 'application/vnd.in-toto+json',
    source: statement.text,
  };
  const config = documentOf({
    architecture: 'unknown',
    os: 'unknown',
    config: {},
    rootfs: { type: 'layers', diff_ids: [statement.digest] },
  });
  const manifest = manifestDocument(config, [layer]);
  const platform = 'unknown/unknown';
  return { kind: 'attestation', platform, steps: [], isAvailable: true, config, manifest, layers: [layer] };
}
