import type { ImageManifest } from '../../domain/image/engine-snapshot.ts';
import { toManifestDigest } from '../../domain/image/hashes.ts';
import { unknown } from '../../domain/unknown.ts';
import type { ListedImage } from '../../ports/engine/engine-images.ts';
import type { EngineCapabilities } from '../../ports/engine/engine-system.ts';
import { sumBytes } from './layer-forest.ts';
import { contentBytes, type StoredImage, type StoredManifest } from './stored-image.ts';
import type { World } from './world.ts';

/** Every image as the list call tells it, sorted by ID. */
export function listWorldImages(world: World, capabilities: EngineCapabilities): readonly ListedImage[] {
  const rows = [...world.images.values()].map((image) => toListed(world, image, capabilities));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Bytes of a manifest's layers on disk; 0 when they are not all there. */
function unpackedBytes(world: World, manifest: StoredManifest): number {
  return manifest.unpacks && world.layers.isOnDisk(manifest.nodes) ? sumBytes(manifest.nodes) : 0;
}

/** `name@digest` references of an image, sorted. */
export function digestsOf(world: World, image: StoredImage): readonly string[] {
  const references = world.references.of(image.id);
  if (world.store === 'classic') return references.filter((r) => r.isDigest).map((r) => r.text);
  // Filled even where no registry was ever involved; empty for a dangling image.
  return [...new Set(references.map((reference) => `${reference.repository}@${image.id}`))].sort();
}

/** `name:tag` references of an image, sorted. */
export function tagsOf(world: World, image: StoredImage): readonly string[] {
  const tags = world.references.of(image.id).filter((reference) => !reference.isDigest);
  return tags.map((reference) => reference.text);
}

/** The engine's own `Size`. */
export function listedBytes(world: World, image: StoredImage): number {
  return image.manifests.reduce((sum, manifest) => {
    const content = world.store === 'containerd' ? contentBytes(manifest) : 0;
    return sum + content + unpackedBytes(world, manifest);
  }, 0);
}

function toListed(world: World, image: StoredImage, capabilities: EngineCapabilities): ListedImage {
  return {
    id: image.id,
    tags: tagsOf(world, image),
    digests: digestsOf(world, image),
    parentId: image.parentId,
    createdAtMs: image.spec.createdAtMs,
    bytes: listedBytes(world, image),
    sharedBytes: capabilities.listsSharedBytes ? sharedBytes(world, image) : unknown,
    labels: image.spec.config.labels ?? {},
    manifests: capabilities.listsManifests ? image.manifests.map((m) => toManifest(world, m)) : [],
    ...(image.index === null ? {} : { indexBytes: image.index.bytes }),
  };
}

function sharedBytes(world: World, image: StoredImage): number {
  const unpacked = image.manifests.filter((m) => m.unpacks && world.layers.isOnDisk(m.nodes));
  return unpacked.reduce((sum, manifest) => sum + world.layers.sharedBytes(manifest.nodes), 0);
}

function toManifest(world: World, manifest: StoredManifest): ImageManifest {
  return {
    digest: toManifestDigest(manifest.manifest.digest),
    kind: manifest.kind,
    platform: manifest.platform,
    available: manifest.isAvailable,
    manifestBytes: manifest.manifest.bytes,
    contentBytes: contentBytes(manifest),
    unpackedBytes: unpackedBytes(world, manifest),
  };
}
