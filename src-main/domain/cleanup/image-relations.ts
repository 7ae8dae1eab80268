import type { EngineContainer, EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { imageNames } from './image-names.ts';

/** How the images of an engine stand to each other and to its containers. IDs the engine does not hold have none of it. */
export interface ImageRelations {
  /** No tag points to it and no image was built on it. Whether a container uses it is another matter. */
  isDangling(id: ImageId): boolean;
  /** No tag points to it, and an image was built on it: a step of the legacy builder, or a tag moved on from it. */
  isIntermediate(id: ImageId): boolean;
  /** Images built on it, sorted. */
  childrenOf(id: ImageId): readonly ImageId[];
  /** Containers that keep it, running or stopped: created from it or mounting it, sorted by ID. */
  containersOf(id: ImageId): readonly EngineContainer[];
  /** Whether a container was created from it. */
  isUsed(id: ImageId): boolean;
  /** Whether a container mounts it. */
  isMounted(id: ImageId): boolean;
}

/**
 * Reads the relations from one snapshot.
 * Shape:   tags decide what is untagged: the containerd store fills in digests for images no registry ever saw.
 *          A parent that is gone, or an image said to be its own parent, counts for nothing.
 * Source:  Engine API, `ParentId` of `GET /images/json`; `ImageID` and `Mounts` of `GET /containers/json`.
 */
export function imageRelations(snapshot: EngineSnapshot): ImageRelations {
  const images = new Map(snapshot.images.map((image) => [image.id, image]));
  const children = childrenByParent(snapshot.images, images);
  const { created, mounting } = containersByImage(snapshot);
  const isUntagged = (id: ImageId): boolean => images.get(id)?.tags.length === 0;
  const childrenOf = (id: ImageId): readonly ImageId[] => children.get(id) ?? [];
  return {
    isDangling: (id) => isUntagged(id) && childrenOf(id).length === 0,
    isIntermediate: (id) => isUntagged(id) && childrenOf(id).length > 0,
    childrenOf,
    containersOf: (id) => together(created.get(id), mounting.get(id)),
    isUsed: (id) => created.has(id),
    isMounted: (id) => mounting.has(id),
  };
}

function childrenByParent(
  images: readonly EngineImage[],
  known: ReadonlyMap<ImageId, EngineImage>,
): ReadonlyMap<ImageId, readonly ImageId[]> {
  const children = new Map<ImageId, ImageId[]>();
  for (const { id, parentId } of images) {
    if (parentId === null || parentId === id || !known.has(parentId)) continue;
    append(children, parentId, id);
  }
  for (const list of children.values()) list.sort();
  return children;
}

type ContainersByImage = ReadonlyMap<ImageId, readonly EngineContainer[]>;

function containersByImage({ images, containers }: EngineSnapshot): {
  readonly created: ContainersByImage;
  readonly mounting: ContainersByImage;
} {
  const created = new Map<ImageId, EngineContainer[]>();
  const mounting = new Map<ImageId, EngineContainer[]>();
  if (containers.length === 0) return { created, mounting };
  const names = imageNames(images);
  for (const container of containers) {
    for (const id of names.resolveId(container.imageId)) append(created, id, container);
    for (const name of new Set(container.mountedImages)) {
      for (const id of names.resolve(name)) append(mounting, id, container);
    }
  }
  return { created, mounting };
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function together(
  created: readonly EngineContainer[] = [],
  mounting: readonly EngineContainer[] = [],
): readonly EngineContainer[] {
  if (created.length === 0 && mounting.length === 0) return [];
  return [...new Set([...created, ...mounting])].sort((a, b) => (a.id < b.id ? -1 : 1));
}
