import { toImageId, type ImageId } from '../../../domain/image/hashes.ts';
import type { LoadReply } from '../../../ports/engine/engine-transfers.ts';
import { putImage } from '../store-image.ts';
import type { World } from '../world.ts';
import type { ArchivedImage } from './archived-image.ts';
import { readClassicArchive } from './read-classic-archive.ts';
import { readContainerdArchive } from './read-containerd-archive.ts';
import { readTar } from './read-tar.ts';
import type { Transfer } from './transfer.ts';

/**
 * `POST /images/load?quiet=0`. An archive that is cut off or not what it says changes nothing.
 * Errors:  `transfer.failed`, `cancelled`.
 */
export async function loadIntoWorld(
  world: World,
  archive: AsyncIterable<Uint8Array>,
  transfer: Transfer,
): Promise<LoadReply> {
  const files = await readTar(await readAll(archive, transfer));
  const read = world.store === 'classic' ? readClassicArchive : readContainerdArchive;
  const loaded = read(world, files);
  await tellLayers(world, loaded, transfer);
  const ids = new Set<string>([...world.images.keys(), ...loaded.map(({ image }) => image.id)]);
  for (const { image, tags, parent } of loaded) {
    const parentId = ids.has(parent) ? toImageId(parent) : null;
    const { id } = putImage(world, { ...image, parentId });
    for (const tag of tags) world.references.point(tag, id);
    world.events.tell({ type: 'image', action: 'load', actorId: id, name: id });
  }
  return replyOf(world, loaded);
}

async function readAll(archive: AsyncIterable<Uint8Array>, { step, wait }: Transfer): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const source = archive[Symbol.asyncIterator]();
  try {
    for (let next = await wait(source.next()); next.done !== true; next = await wait(source.next())) {
      await step();
      chunks.push(next.value);
    }
  } catch (thrown) {
    // It is not waited for: it may be what hangs.
    source.return?.().catch(() => undefined);
    throw thrown;
  }
  return Buffer.concat(chunks);
}

/** Layers that are not there yet; the containerd store tells of none (ENGINES §4.2). */
async function tellLayers(
  world: World,
  loaded: readonly ArchivedImage[],
  { step, onProgress }: Transfer,
): Promise<void> {
  if (world.store === 'containerd') return;
  const told = new Set<string>();
  for (const { image } of loaded) {
    const { nodes } = image.manifests[0];
    for (const [index, { diffId, chainId, bytes }] of nodes.entries()) {
      if (told.has(chainId) || world.layers.isOnDisk(nodes.slice(0, index + 1))) continue;
      told.add(chainId);
      const layer = diffId.slice('sha256:'.length, 'sha256:'.length + 12);
      await step();
      onProgress({ layer, status: 'Loading layer', currentBytes: bytes, totalBytes: bytes });
    }
  }
}

/** With a single tag in the archive, the classic store does not mention the images without one (ENGINES §1.6). */
function replyOf(world: World, loaded: readonly ArchivedImage[]): LoadReply {
  const references = loaded.flatMap(({ tags }) => tags.map(({ text }) => text));
  const untagged = loaded.filter(({ tags }) => tags.length === 0).map(({ image }): ImageId => image.id);
  const isSilent = world.store === 'classic' && references.length > 0;
  return { references: [...new Set(references)].sort(), ids: isSilent ? [] : untagged.sort() };
}
