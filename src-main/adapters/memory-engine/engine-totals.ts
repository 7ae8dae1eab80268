import type { Blob } from './oci-documents.ts';
import type { World } from './world.ts';

/** A container's init and writable snapshots: two directories. */
const containerSnapshotBytes = 8192;

/**
 * `LayersSize` of `/system/df`. Classic: each layer of an image once; what only a container or the build cache holds
 * is not in it. Containerd: all snapshots, of containers and of the cache too, and the content of images.
 * Source:  ENGINES §1.5, §2.1 (measured).
 */
export function layersBytes(world: World): number {
  if (world.store === 'classic') return world.layers.totalBytes('of-images');
  return world.layers.totalBytes('on-disk') + ownBytesOfContainersAndCache(world) + contentOfImages(world);
}

/** What the disk really holds: also layers of no image that a container or the build cache keeps. */
export function diskBytes(world: World): number {
  const layers = world.layers.totalBytes('on-disk');
  const content = world.store === 'classic' ? 0 : contentOfImages(world);
  return layers + content + ownBytesOfContainersAndCache(world);
}

/** Content blobs of all images, each once: two images may keep the same blob. */
function contentOfImages(world: World): number {
  const unique = new Map<string, number>();
  const add = (blob: Blob): unknown => unique.set(blob.digest, blob.bytes);
  for (const image of world.images.values()) {
    if (image.index !== null) add(image.index);
    for (const manifest of image.manifests) manifest.blobs.forEach(add);
  }
  return [...unique.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function ownBytesOfContainersAndCache(world: World): number {
  const own = [...world.buildCache.values()].filter((record) => record.nodes.length === 0);
  const cache = own.reduce((sum, record) => sum + record.bytes, 0);
  return cache + (world.store === 'classic' ? 0 : world.containers.size * containerSnapshotBytes);
}
