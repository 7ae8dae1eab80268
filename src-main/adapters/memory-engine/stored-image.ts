import type { StoreKind } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { toImageId } from '../../domain/image/hashes.ts';
import type { ImageSpec, StepSpec } from './image-spec.ts';
import type { LayerForest, LayerNodes } from './layer-forest.ts';
import type { Blob } from './oci-documents.ts';
import { writeConfig, writeImage, type WrittenManifest } from './written-image.ts';

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
  /** Documents and layers word for word as an archive brought them; null where the spec tells them all. */
  readonly kept: ReadonlyMap<string, Uint8Array> | null;
}

/** What an image is stored into. */
export interface StoreImageDeps {
  readonly store: StoreKind;
  readonly layers: LayerForest;
  readonly parentId: ImageId | null;
}

/** Gives an image its ID: the config digest on the classic store, manifest or index digest on the containerd store. */
export function toStoredImage(spec: ImageSpec, { store, layers, parentId }: StoreImageDeps): StoredImage {
  if (store === 'classic' && spec.origin !== 'pulled') return ofConfigOnly(spec, layers, parentId);
  const { manifests, index } = writeImage(spec, layers.blobs);
  const [own, ...others] = manifests;
  const digest = (index ?? own.manifest).digest;
  const ownStored = toManifest(own, layers, true);
  const common = { digest, parentId, spec, kept: null };
  if (store === 'classic') {
    return { ...common, id: toImageId(own.config.digest), index: null, manifests: [ownStored] };
  }
  const stored = others.map((other) => toManifest(other, layers, false));
  return {
    ...common,
    id: toImageId(digest),
    index: index === null ? null : blobOf(index),
    manifests: [ownStored, ...stored],
  };
}

/** The platform the engine takes when none is chosen: its own, or another one when that is not there. */
export function chosenManifest({ manifests }: StoredImage): StoredManifest {
  return manifests.find(({ kind, isAvailable }) => kind === 'image' && isAvailable) ?? manifests[0];
}

/** Bytes of everything a manifest keeps in the content store. */
export function contentBytes(manifest: StoredManifest): number {
  const unique = new Map(manifest.blobs.map((blob) => [blob.digest, blob.bytes]));
  return [...unique.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** On the classic store nobody will ask for a manifest or for blobs of an image that no registry gave. */
function ofConfigOnly(spec: ImageSpec, layers: LayerForest, parentId: ImageId | null): StoredImage {
  const config = blobOf(writeConfig(spec, layers.blobs));
  const own: StoredManifest = {
    kind: 'image',
    platform: spec.platform,
    manifest: config,
    configDigest: config.digest,
    isAvailable: true,
    blobs: [config],
    steps: spec.steps,
    nodes: layers.stack(layersOf(spec.steps)),
    unpacks: true,
  };
  const { digest } = config;
  return { id: toImageId(digest), digest, index: null, parentId, spec, manifests: [own], kept: null };
}

function toManifest(written: WrittenManifest, layers: LayerForest, unpacks: boolean): StoredManifest {
  const { kind, platform, isAvailable, steps } = written;
  const [manifest, config] = [blobOf(written.manifest), blobOf(written.config)];
  return {
    kind,
    platform,
    manifest,
    configDigest: config.digest,
    isAvailable,
    blobs: isAvailable ? [manifest, config, ...written.layers] : [],
    steps,
    nodes: layers.stack(layersOf(steps)),
    unpacks,
  };
}

function layersOf(steps: readonly StepSpec[]) {
  return steps.flatMap((step) => step.layer ?? []);
}

/** Without its text: it can be written again. */
function blobOf({ digest, bytes }: Blob): Blob {
  return { digest, bytes };
}
