import { type DiffId, type ImageId, toImageId } from '../../domain/image/hashes.ts';
import type { CachedImage, ImageCacheStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { packStacks, type StoredStack, unpackStacks } from './stored-stack.ts';
import type { EnginesTable } from './tables/engines-table.ts';
import { historiesTable } from './tables/histories-table.ts';
import { imagesTable } from './tables/images-table.ts';
import { layersTable } from './tables/layers-table.ts';

/** The cache of immutable facts. */
export interface ImageCache extends ImageCacheStore {
  /** Drops layers that neither an image nor a recorded day names any more, if any image was forgotten since. */
  readonly sweep: () => void;
}

/** Facts of images over their tables. */
export function imageCacheStore({ database, read, write }: Connection, engines: EnginesTable): ImageCache {
  const images = imagesTable(database);
  const layers = layersTable(database);
  const histories = historiesTable(database);
  let hasForgotten = false;
  return {
    readImages: (engine) =>
      read(() => {
        const id = engines.findId(engine);
        if (id === null) return new Map<ImageId, CachedImage>();
        const diffIds = layers.readAll();
        return new Map(images.readAll(id).map(([text, stacks]) => toEntry(text, stacks, diffIds)));
      }),
    writeImages: (engine, facts) =>
      write(() => {
        const id = engines.idOf(engine);
        const numberOf = layers.numbering();
        for (const image of facts) images.write(id, image.id, packStacks(image.stacks, numberOf));
      }),
    readHistory: (engine, imageId, platform) =>
      read(() => {
        const id = engines.findId(engine);
        return id === null ? null : histories.read({ engine: id, imageId, platform });
      }),
    writeHistory: (engine, imageId, { platform, entries }) =>
      write(() => histories.write({ engine: engines.idOf(engine), imageId, platform }, entries)),
    forgetImages: (engine, gone) =>
      write(() => {
        const id = engines.findId(engine);
        if (id === null) return;
        for (const imageId of gone) {
          images.remove(id, imageId);
          histories.remove(id, imageId);
        }
        hasForgotten ||= gone.length > 0;
      }),
    sweep: () => {
      if (hasForgotten) write(() => layers.sweep());
    },
  };
}

function toEntry(
  text: string,
  stored: readonly StoredStack[],
  diffIds: ReadonlyMap<number, DiffId>,
): readonly [ImageId, CachedImage] {
  const id = toImageId(text);
  return [id, { id, stacks: unpackStacks(stored, diffIds) }];
}
