import type { ChainId, ImageId } from '../../domain/image/hashes.ts';
import type { ImageSpec } from './image-spec.ts';
import { readReference } from './reference-table.ts';
import { toStoredImage, type StoredImage } from './stored-image.ts';
import type { World } from './world.ts';

/** Puts an image on the disk and points its tags to it, as pull, load and build do. */
export function storeImage(world: World, spec: ImageSpec, parentId: ImageId | null): StoredImage {
  const made = toStoredImage(spec, { store: world.store, layers: world.layers, parentId });
  const image = world.images.get(made.id) ?? addImage(world, made);
  for (const tag of spec.tags) {
    const reference = readReference(tag);
    world.references.point(reference, image.id);
    // Only a registry gives the classic store digest references; the containerd store derives them from tags.
    if (spec.origin === 'pulled' && world.store === 'classic') {
      world.references.point(readReference(`${reference.repository}@${image.digest}`), image.id);
    }
  }
  return image;
}

/** Takes an image off the disk. Returns the chains that went with it. */
export function dropImage(world: World, image: StoredImage): readonly ChainId[] {
  for (const reference of world.references.of(image.id)) world.references.drop(reference);
  world.images.delete(image.id);
  return image.manifests.flatMap((manifest) => {
    const held = manifest.unpacks && !world.unheld.delete(manifest);
    return manifest.unpacks ? world.layers.detach(manifest.nodes, held) : [];
  });
}

function addImage(world: World, image: StoredImage): StoredImage {
  world.images.set(image.id, image);
  for (const manifest of image.manifests) {
    if (!manifest.unpacks) continue;
    // `docker load` skips unpacking a chain that is there, and then nothing holds it for this image (ENGINES §3.3).
    const isSkipped =
      world.store === 'containerd' &&
      image.spec.origin === 'loaded' &&
      manifest.nodes.length > 0 &&
      world.layers.isOnDisk(manifest.nodes);
    if (isSkipped) world.unheld.add(manifest);
    world.layers.attach(manifest.nodes, !isSkipped);
  }
  return image;
}
