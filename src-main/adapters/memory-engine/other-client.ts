import type { RemovalReply } from '../../ports/engine/engine-images.ts';
import type { Arrivals } from './arrivals.ts';
import { noSuchImage } from './engine-errors.ts';
import { cacheIdOf, type ContainerSpec, type Population } from './population.ts';
import { removeCacheRecords } from './build-cache.ts';
import { dropContainer, tellOfContainer } from './remove-container.ts';
import { readReference } from './reference-table.ts';
import { removeFromWorld } from './remove-from-world.ts';
import { tagInWorld } from './tag-image.ts';
import type { StoredContainer, World } from './world.ts';

/**
 * Somebody else at the same engine: a `docker` command line in another window. Everything it does happens at once and
 * is told as the events real engines tell.
 */
export class OtherClient {
  readonly #world: World;
  readonly #arrivals: Arrivals;

  constructor(world: World, arrivals: Arrivals) {
    this.#world = world;
    this.#arrivals = arrivals;
  }

  /** `docker load`: one event per image, also when it was there. */
  loadImages(population: Population): void {
    for (const spec of population.images) {
      const { id } = this.#arrivals.image({ ...spec, origin: 'loaded', servedAs: [] });
      this.#world.events.tell({ type: 'image', action: 'load', actorId: id, name: id });
    }
  }

  /** `docker pull` of every tag. */
  pullImages(population: Population): void {
    for (const spec of population.images) {
      this.#arrivals.image({ ...spec, origin: 'pulled', servedAs: spec.tags });
      for (const tag of spec.tags) {
        const { text, repository } = readReference(tag);
        this.#world.events.tell({ type: 'image', action: 'pull', actorId: text, name: repository });
      }
    }
  }

  /** `docker build`: 20.10 tells nothing at all, later engines a `tag`; BuildKit keeps its records. */
  buildImages(population: Population): void {
    for (const spec of population.images) {
      const { id } = this.#arrivals.image(spec);
      if (this.#world.apiMinor < 42) continue;
      for (const tag of spec.tags) {
        const name = readReference(tag).text;
        this.#world.events.tell({ type: 'image', action: 'tag', actorId: id, name });
      }
    }
    for (const record of population.buildCache) this.#arrivals.cacheRecord(record);
  }

  /** `docker tag`. */
  tagAs(imageOrReference: string, target: string): void {
    tagInWorld(this.#world, this.#arrivals.find(imageOrReference).id, target);
  }

  /** `docker rmi --no-prune [--force]`. */
  removeImage(imageOrReference: string, { isForced = false } = {}): RemovalReply {
    return removeFromWorld(this.#world, { text: imageOrReference, isForced });
  }

  /** `docker run`, or `docker create` when the state says so. */
  runContainer(
    name: string,
    options: Pick<ContainerSpec, 'image'> & Partial<ContainerSpec>,
  ): StoredContainer {
    const spec = { state: 'running', composeProject: null, mountedImages: [], ...options, name } as const;
    const container = this.#arrivals.container(spec);
    this.#tell(container, 'create');
    if (spec.state !== 'created') this.#tell(container, 'start');
    return container;
  }

  /** `docker stop`. */
  stopContainer(name: string): void {
    const container = this.#find(name);
    this.#world.containers.set(container.id, { ...container, state: 'exited' });
    this.#tell(container, 'die');
  }

  /** `docker rm`: layers that only it kept go with it. */
  removeContainer(name: string): void {
    dropContainer(this.#world, this.#find(name));
  }

  /** A build begins or ceases to use a record of the build cache. */
  useCacheRecord(idOrKey: string, inUse: boolean): void {
    const record = this.#world.buildCache.get(cacheIdOf(idOrKey));
    if (record === undefined) throw noSuchImage(idOrKey);
    this.#world.buildCache.set(record.id, { ...record, inUse });
  }

  /** `docker builder prune --all`: everything that no build uses. */
  pruneBuildCache(): void {
    removeCacheRecords(this.#world, [...this.#world.buildCache.keys()]);
  }

  #find(nameOrId: string): StoredContainer {
    const found = [...this.#world.containers.values()].find((c) => c.name === nameOrId || c.id === nameOrId);
    if (found === undefined) throw noSuchImage(nameOrId);
    return found;
  }

  #tell(container: StoredContainer, action: string): void {
    tellOfContainer(this.#world, container, action);
  }
}
