import { AppError } from '../../domain/app-error.ts';
import type { ImageConfig } from '../../domain/image/image-config.ts';
import type { HistoryEntry } from '../../domain/image/history-entry.ts';
import { unknown } from '../../domain/unknown.ts';
import type { ImageDetail } from '../../ports/engine/engine-images.ts';
import { noSuchImage } from './engine-errors.ts';
import { digestsOf, listedBytes, tagsOf } from './list-images.ts';
import { runConfig } from './oci-documents.ts';
import { chosenManifest, contentBytes, type StoredImage, type StoredManifest } from './stored-image.ts';
import { findImage, type World } from './world.ts';

const noSettings: ImageConfig = {
  environment: [],
  entrypoint: [],
  command: [],
  workingDirectory: '',
  user: '',
  exposedPorts: [],
  volumes: [],
  labels: {},
  stopSignal: '',
};

/** Errors:  `engine.not-found`, `reference.invalid`. */
export function inspectWorldImage(world: World, text: string, platform?: string): ImageDetail {
  const { image } = findImage(world, text);
  const manifest = choosePlatform(image, { text, platform, isKnown: world.apiMinor >= 49 });
  return {
    id: image.id,
    tags: tagsOf(world, image),
    digests: digestsOf(world, image),
    stack: {
      platform: manifest.platform,
      diffIds: manifest.nodes.map((node) => node.diffId),
      // On the containerd store inspect tells content bytes only (ENGINES §1.3).
      unpackedBytes: world.store === 'classic' ? listedBytes(world, image) : unknown,
    },
    config: { ...noSettings, ...image.spec.config },
    author: image.spec.author,
    comment: manifest.steps.at(-1)?.comment ?? '',
    dockerVersion: '',
    platform: manifest.platform,
    raw: rawInspect(world, image, { id: rawId(world, image, { manifest, platform }), manifest }),
  };
}

/** Oldest step first. Errors:  `engine.not-found`, `reference.invalid`. */
export function worldHistory(world: World, text: string, platform?: string): readonly HistoryEntry[] {
  const { image } = findImage(world, text);
  const manifest = choosePlatform(image, { text, platform, isKnown: world.apiMinor >= 48 });
  // A platform that is not unpacked tells 0 for every step (ENGINES §1.4).
  const isUnpacked = manifest.unpacks && world.layers.isOnDisk(manifest.nodes);
  const imageIds = stepImages(world, image, manifest.steps.length);
  let layer = 0;
  return manifest.steps.map((step, index) => {
    const node = step.layer === null ? undefined : manifest.nodes[layer++];
    return {
      createdAtMs: step.createdAtMs ?? image.spec.createdAtMs,
      createdBy: step.createdBy,
      comment: step.comment,
      bytes: isUnpacked && node !== undefined ? node.bytes : 0,
      imageId: imageIds[index] ?? null,
    };
  });
}

/** The image each step ended in: the last one, and the legacy builder's parents before it. */
function stepImages(world: World, image: StoredImage, stepCount: number): readonly (string | null)[] {
  const ids: (string | null)[] = [];
  let current: StoredImage | undefined = image;
  while (ids.length < stepCount) {
    ids.unshift(current?.id ?? null);
    current = current?.parentId == null ? undefined : world.images.get(current.parentId);
  }
  return ids;
}

/** With a platform chosen, the containerd store calls the image by that manifest's digest. */
function rawId(
  world: World,
  image: StoredImage,
  { manifest, platform }: { manifest: StoredManifest; platform: string | undefined },
): string {
  return platform === undefined || world.store === 'classic' ? image.id : manifest.manifest.digest;
}

function choosePlatform(
  image: StoredImage,
  { text, platform, isKnown }: { text: string; platform: string | undefined; isKnown: boolean },
): StoredManifest {
  if (platform === undefined) return chosenManifest(image);
  // An old engine would ignore the choice and answer for another platform.
  if (!isKnown) throw new AppError('engine.unsupported', { subject: platform });
  const chosen = image.manifests.find(
    (manifest) => manifest.kind === 'image' && manifest.platform === platform,
  );
  if (chosen?.isAvailable !== true) throw noSuchImage(text);
  return chosen;
}

function rawInspect(
  world: World,
  image: StoredImage,
  { id, manifest }: { id: string; manifest: StoredManifest },
): Readonly<Record<string, unknown>> {
  const [os, architecture, variant] = manifest.platform.split('/');
  const isClassic = world.store === 'classic';
  const layers = manifest.nodes.map((node) => node.diffId);
  return {
    Id: id,
    RepoTags: tagsOf(world, image),
    RepoDigests: digestsOf(world, image),
    Parent: image.parentId ?? '',
    Comment: manifest.steps.at(-1)?.comment ?? '',
    Created: new Date(image.spec.createdAtMs).toISOString(),
    DockerVersion: '',
    Author: image.spec.author,
    Config: JSON.parse(JSON.stringify(runConfig(image.spec.config))) as unknown,
    Architecture: architecture,
    ...(variant === undefined ? {} : { Variant: variant }),
    Os: os,
    Size: isClassic ? listedBytes(world, image) : contentBytes(manifest) + (image.index?.bytes ?? 0),
    GraphDriver: { Name: isClassic ? 'overlay2' : 'overlayfs', Data: null },
    // Absent for an image without layers (ENGINES §1.3).
    RootFS: layers.length === 0 ? { Type: 'layers' } : { Type: 'layers', Layers: layers },
    ...(isClassic ? {} : { Descriptor: descriptorOf(image) }),
  };
}

function descriptorOf(image: StoredImage): Readonly<Record<string, unknown>> {
  const blob = image.index ?? image.manifests[0].manifest;
  const kind = image.index === null ? 'manifest' : 'index';
  return { mediaType: `application/vnd.oci.image.${kind}.v1+json`, digest: blob.digest, size: blob.bytes };
}
