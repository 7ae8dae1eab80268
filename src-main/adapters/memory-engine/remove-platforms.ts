import { AppError } from '../../domain/app-error.ts';
import { shortenId, type ImageId } from '../../domain/image/hashes.ts';
import { conflict, noSuchImage } from './engine-errors.ts';
import { detachManifest } from './store-image.ts';
import type { StoredManifest } from './stored-image.ts';
import { containersOf, type World } from './world.ts';

/**
 * Takes away the content and the snapshots of single platforms. The index still names them; the image keeps its ID.
 * Containers stand on the first platform.
 * Errors:  `engine.not-found`, `engine.conflict` for the last platform and for one that a container uses.
 */
export function removePlatformsFromWorld(world: World, id: ImageId, platforms: readonly string[]): void {
  const image = world.images.get(id);
  if (image === undefined) throw noSuchImage(id);
  const isThere = ({ kind, isAvailable }: StoredManifest): boolean => kind === 'image' && isAvailable;
  const isNamed = (manifest: StoredManifest): boolean =>
    isThere(manifest) && platforms.includes(manifest.platform);
  const there = image.manifests.filter(isThere);
  const missing = platforms.find((name) => !there.some(({ platform }) => platform === name));
  if (missing !== undefined) {
    throw new AppError('engine.not-found', { subject: id, detail: `no platform ${missing} of ${id}` });
  }
  if (there.every(isNamed)) {
    throw conflict(id, `unable to delete the last platform of ${shortenId(id)}`);
  }
  const [own, ...others] = image.manifests;
  const [user] = containersOf(world, id);
  if (isNamed(own) && user !== undefined) {
    const who = `container ${shortenId(user.id)} is using its referenced image ${shortenId(id)}`;
    throw conflict(id, `unable to delete platform ${own.platform} of ${shortenId(id)} - ${who}`);
  }
  const remove = (manifest: StoredManifest): StoredManifest => {
    if (!isNamed(manifest)) return manifest;
    detachManifest(world, manifest);
    return { ...manifest, isAvailable: false, blobs: [], unpacks: false };
  };
  world.images.set(id, { ...image, manifests: [remove(own), ...others.map(remove)] });
}
