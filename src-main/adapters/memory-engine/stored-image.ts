import type { StoreKind } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { toImageId } from '../../domain/image/hashes.ts';
import type { ImageSpec, StepSpec } from './image-spec.ts';
import type { LayerForest, LayerNodes } from './layer-forest.ts';
import type { Blob, PlatformDocuments } from './oci-documents.ts';
import { blobOf, platformDocuments } from './oci-documents.ts';

/** One manifest of an image: a platform or an attestation. */
export interface StoredManifest {
  readonly kind: 'image' | 'attestation';
  readonly platform: string;
  readonly manifest: Blob;
  readonly configDigest: string;
  readonly isAvailable: boolean;
  /** Everything it keeps in the content store, itself included; empty when it is not available. */
  readonly blobs: readonly Blob[];
  readonly steps: readonly StepSpec[];
  readonly nodes: LayerNodes;
  /** Whether its layers are unpacked on arrival: the engine's own platform only. */
  readonly unpacks: boolean;
}

/** An image as the fake engine keeps it. */
export interface StoredImage {
  readonly id: ImageId;
  /** What a registry calls it: the index where there is one. */
  readonly digest: string;
  readonly index: Blob | null;
  readonly parentId: ImageId | null;
  readonly spec: ImageSpec;
  /** The first is the engine's own platform. */
  readonly manifests: readonly [StoredManifest, ...StoredManifest[]];
}

/** What an image is stored into. */
export interface StoreImageDeps {
  readonly store: StoreKind;
  readonly layers: LayerForest;
  readonly parentId: ImageId | null;
}

/** Gives an image its ID: the config digest on the classic store, manifest or index digest on the containerd store. */
export function toStoredImage(spec: ImageSpec, { store, layers, parentId }: StoreImageDeps): StoredImage {
  const nodes = layers.stack(spec.steps.flatMap((step) => step.layer ?? []));
  const { platform, steps, origin } = spec;
  const hasManifest = store === 'containerd' || origin === 'pulled';
  const documents = platformDocuments({ spec, platform, steps, nodes, hasManifest });
  const own = toManifest(documents, { spec, nodes });
  const others = hasManifest ? otherManifests(spec, layers, own) : [];
  const index = others.length === 0 ? null : indexOf([own, ...others]);
  const digest = index?.digest ?? own.manifest.digest;
  const id = toImageId(store === 'classic' ? own.configDigest : digest);
  const manifests = store === 'classic' ? ([own] as const) : ([own, ...others] as const);
  return { id, digest, index, parentId, spec, manifests };
}

/** Bytes of everything a manifest keeps in the content store. */
export function contentBytes(manifest: StoredManifest): number {
  const unique = new Map(manifest.blobs.map((blob) => [blob.digest, blob.bytes]));
  return [...unique.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function toManifest(
  documents: PlatformDocuments,
  { spec, nodes }: { spec: ImageSpec; nodes: LayerNodes },
): StoredManifest {
  return {
    kind: 'image',
    platform: spec.platform,
    manifest: documents.manifest,
    configDigest: documents.config.digest,
    isAvailable: true,
    blobs: [documents.manifest, documents.config, ...documents.layers],
    steps: spec.steps,
    nodes,
    unpacks: true,
  };
}

function otherManifests(
  spec: ImageSpec,
  layers: LayerForest,
  own: StoredManifest,
): readonly StoredManifest[] {
  const platforms = spec.otherPlatforms.map(({ platform, steps, isAvailable }): StoredManifest => {
    const nodes = layers.stack(steps.flatMap((step) => step.layer ?? []));
    const made = toManifest(platformDocuments({ spec, platform, steps, nodes, hasManifest: true }), {
      spec,
      nodes,
    });
    return { ...made, platform, steps, isAvailable, blobs: isAvailable ? made.blobs : [], unpacks: false };
  });
  return spec.hasAttestation ? [...platforms, attestationOf(own)] : platforms;
}

function attestationOf(own: StoredManifest): StoredManifest {
  const config = blobOf({ architecture: 'unknown', os: 'unknown', subject: own.manifest.digest });
  const statement = { digest: blobOf({ provenance: own.manifest.digest }).digest, bytes: 2411 };
  const manifest = blobOf({ schemaVersion: 2, config, layers: [statement] });
  return {
    kind: 'attestation',
    platform: 'unknown/unknown',
    manifest,
    configDigest: config.digest,
    isAvailable: true,
    blobs: [manifest, config, statement],
    steps: [],
    nodes: [],
    unpacks: false,
  };
}

function indexOf(manifests: readonly StoredManifest[]): Blob {
  return blobOf({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: manifests.map(({ manifest, platform }) => ({
      digest: manifest.digest,
      size: manifest.bytes,
      platform,
    })),
  });
}
