import { toContainerId, type ImageId } from '../../domain/image/hashes.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';
import { sha256Hex } from './digests.ts';
import type { ImageSpec } from './image-spec.ts';
import type { CacheSpec, ContainerSpec, Population, RegistrySpec } from './population.ts';
import { cacheIdOf } from './population.ts';
import { readReference } from './reference-table.ts';
import { storeImage } from './store-image.ts';
import { chosenManifest, type StoredImage } from './stored-image.ts';
import { findImage, type StoredContainer, type World } from './world.ts';

/** Puts images, containers and cache records on the disk, and remembers which image each key became. */
export class Arrivals {
  readonly #world: World;
  readonly #ids = new Map<string, ImageId>();

  constructor(world: World) {
    this.#world = world;
  }

  populate(population: Population): void {
    for (const image of population.images) this.image(image);
    for (const container of population.containers) this.container(container);
    for (const record of population.buildCache) this.cacheRecord(record);
    for (const change of population.registry ?? []) this.registry(change);
  }

  image(spec: ImageSpec): StoredImage {
    const parentId = spec.parentKey === null ? null : this.idOf(spec.parentKey);
    const image = storeImage(this.#world, spec, parentId);
    this.#ids.set(spec.key, image.id);
    return image;
  }

  container(spec: ContainerSpec): StoredContainer {
    const world = this.#world;
    const image = this.find(spec.image);
    const own = chosenManifest(image);
    // Creating a container unpacks what a load had skipped, and from then on the image holds it (ENGINES §3.3).
    if (world.unheld.delete(own)) world.layers.hold(own.nodes);
    const container: StoredContainer = {
      id: toContainerId(sha256Hex(`container ${spec.name} ${image.id}`)),
      name: spec.name,
      state: spec.state,
      imageId: image.id,
      imageReference: parseReference(spec.image).ok ? spec.image : image.id,
      composeProject: spec.composeProject,
      mountedImages: spec.mountedImages.map((key) => this.#ids.get(key) ?? key),
      nodes: own.nodes,
    };
    world.layers.hold(own.nodes);
    world.containers.set(container.id, container);
    return container;
  }

  cacheRecord({ holdsLayersOf, ...record }: CacheSpec): void {
    const nodes = holdsLayersOf === null ? [] : this.find(holdsLayersOf).manifests[0].nodes;
    this.#world.layers.hold(nodes);
    const [id, parents] = [cacheIdOf(record.id), record.parents.map(cacheIdOf)];
    this.#world.buildCache.set(id, { ...record, id, parents, nodes });
  }

  registry(change: RegistrySpec): void {
    const { registry } = this.#world;
    if (change.kind === 'state') registry.setState(change.registry, change.state);
    else if (change.kind === 'withdraws') registry.withdraw(change.reference);
    else registry.serve(change.reference, change.image);
  }

  /** What a reference names now, else the image of a key, else what an ID names. Errors:  `engine.not-found`. */
  find(text: string): StoredImage {
    const parsed = parseReference(text);
    const named = parsed.ok ? this.#world.references.imageOf(readReference(text)) : undefined;
    const id = named ?? this.#ids.get(text);
    const known = id === undefined ? undefined : this.#world.images.get(id);
    return known ?? findImage(this.#world, text).image;
  }

  /** The ID that the image of a key got, also when its tags have moved since or it is gone. */
  idOf(key: string): ImageId {
    return this.#ids.get(key) ?? this.find(key).id;
  }
}
