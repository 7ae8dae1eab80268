import type { ChainId, ImageId } from '../../domain/image/hashes.ts';
import type { ImageSpec } from './image-spec.ts';
import { digestReference, readReference } from './reference-table.ts';
import { toStoredImage, type StoredImage, type StoredManifest } from './stored-image.ts';
import type { World } from './world.ts';

/** Puts an image on the disk and points its tags to it, as pull, load and build do. */
export function storeImage(world: World, spec: ImageSpec, parentId: ImageId | null): StoredImage {
  const made = toStoredImage(spec, { store: world.store, layers: world.layers, parentId });
  const image = putImage(world, made);
  for (const tag of spec.tags) world.references.point(readReference(tag), image.id);
  serveImage(world, spec, made);
  return image;
}

/** Puts an image on the disk; what is there already stays, completed by platforms it did not have. */
export function putImage(world: World, made: StoredImage): StoredImage {
  const there = world.images.get(made.id);
  if (there === undefined) {
    world.images.set(made.id, made);
    for (const manifest of made.manifests) attach(world, made, manifest);
    return made;
  }
  const [own, ...others] = there.manifests.map((manifest) => complete(world, manifest, made));
  if (own === undefined || there.manifests.every((manifest) => [own, ...others].includes(manifest)))
    return there;
  // Whichever was written from its spec tells all documents; what an archive brought comes on top.
  const { spec } = made.kept === null ? made : there;
  const kept = new Map([...(there.kept ?? []), ...(made.kept ?? [])]);
  const completed: StoredImage = { ...there, spec, kept, manifests: [own, ...others] };
  world.images.set(made.id, completed);
  return completed;
}

/** Takes an image off the disk. Returns the chains that went with it. */
export function dropImage(world: World, image: StoredImage): readonly ChainId[] {
  for (const reference of world.references.of(image.id)) world.references.drop(reference);
  world.images.delete(image.id);
  return image.manifests.flatMap((manifest) => detachManifest(world, manifest));
}

/** Takes the layers of one manifest off the disk. Returns the chains that went with it. */
export function detachManifest(world: World, manifest: StoredManifest): readonly ChainId[] {
  const held = manifest.unpacks && !world.unheld.delete(manifest);
  return manifest.unpacks ? world.layers.detach(manifest.nodes, held) : [];
}

function complete(world: World, manifest: StoredManifest, made: StoredImage): StoredManifest {
  const fetched = made.manifests.find((other) => other.manifest.digest === manifest.manifest.digest);
  if (manifest.isAvailable || fetched?.isAvailable !== true) return manifest;
  attach(world, made, fetched);
  return fetched;
}

function attach(world: World, image: StoredImage, manifest: StoredManifest): void {
  if (!manifest.unpacks) return;
  // `docker load` skips unpacking a chain that is there, and then nothing holds it for this image (ENGINES §3.3).
  const isSkipped =
    world.store === 'containerd' &&
    image.spec.origin === 'loaded' &&
    manifest.nodes.length > 0 &&
    world.layers.isOnDisk(manifest.nodes);
  if (isSkipped) world.unheld.add(manifest);
  world.layers.attach(manifest.nodes, !isSkipped);
}

/** Registries have it from now on. Source: only a registry gives the classic store digest references (ENGINES §1.1). */
function serveImage(world: World, spec: ImageSpec, made: StoredImage): void {
  const { servedAs = spec.origin === 'pulled' ? spec.tags : [] } = spec;
  if (servedAs.length === 0) return;
  const isKnown = world.store === 'containerd' || spec.origin === 'pulled';
  const digest = isKnown ? made.digest : world.registry.digestOf(spec);
  for (const reference of servedAs) {
    world.registry.serve(reference, spec, digest);
    if (world.store === 'classic') world.references.point(digestReference(reference, digest), made.id);
  }
}
