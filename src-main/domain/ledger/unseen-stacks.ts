import { imageNames } from '../cleanup/image-names.ts';
import type { EngineSnapshot } from '../image/engine-snapshot.ts';

/**
 * How many stacks of layers containers may hold whose image is not in the list: one for each such image on the classic
 * store, one for each such container on the containerd store, where containers of one image can differ in platform.
 * A container keeps its layers even when its image was removed by force (ENGINES §3.1).
 */
export function countUnseenStacks(snapshot: EngineSnapshot): number {
  const names = imageNames(snapshot.images);
  const missing = new Set<string>();
  for (const container of snapshot.containers) {
    if (names.resolveId(container.imageId).length === 0) {
      missing.add(snapshot.store === 'classic' ? container.imageId : container.id);
    }
    for (const mounted of container.mountedImages) {
      if (names.resolve(mounted).length === 0) missing.add(mounted);
    }
  }
  const unreadable = snapshot.skipped.filter((record) => /container/i.test(record.answer)).length;
  return missing.size + unreadable;
}
