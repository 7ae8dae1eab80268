import type { AppError } from '../../domain/app-error.ts';
import { shortenId, type ChainId, type ImageId } from '../../domain/image/hashes.ts';
import type { RemovalReply } from '../../ports/engine/engine-images.ts';
import { conflict } from './engine-errors.ts';
import type { TableReference } from './reference-table.ts';
import { containersOf, type Named, type StoredContainer, type World } from './world.ts';

/** One removal that was asked for. */
export interface Removal extends Named {
  /** The words of the request: an image ID, its first digits, or a reference. */
  readonly text: string;
  /** The port never forces; other clients may. */
  readonly isForced: boolean;
}

/** Collects what a removal did, and tells it as events. */
export class RemovalRecord {
  readonly #world: World;
  readonly #image: ImageId;
  readonly #untagged: string[] = [];
  #removedImages: readonly ImageId[] = [];
  #removedChains: readonly ChainId[] = [];

  constructor(world: World, image: ImageId) {
    this.#world = world;
    this.#image = image;
  }

  /** Drops a reference. The classic store does not tell which one in its event. */
  untag(reference: TableReference): void {
    this.#world.references.drop(reference);
    this.#untagged.push(reference.text);
    const name = this.#world.store === 'classic' ? this.#image : reference.text;
    this.#world.events.tell({ type: 'image', action: 'untag', actorId: this.#image, name });
  }

  /** The image is gone. */
  removed(chains: readonly ChainId[]): void {
    this.#removedImages = [this.#image];
    this.#removedChains = this.#world.store === 'classic' ? chains : [];
    this.#world.events.tell({ type: 'image', action: 'delete', actorId: this.#image, name: this.#image });
  }

  reply(): RemovalReply {
    return {
      untagged: [...this.#untagged],
      removedImages: this.#removedImages,
      removedChains: this.#removedChains,
    };
  }
}

/** First container on an image that runs, or that does not. */
export function containerOn(
  world: World,
  id: ImageId,
  want: 'running' | 'stopped',
): StoredContainer | undefined {
  return containersOf(world, id).find((container) => isRunning(container) === (want === 'running'));
}

/** `conflict: unable to delete … (…) - …`, about an image by its short ID. */
export function deleteConflict(
  id: ImageId,
  force: 'must be forced' | 'cannot be forced',
  why: string,
): AppError {
  return conflict(id, `unable to delete ${shortenId(id)} (${force}) - ${why}`);
}

/** `image is being used by stopped container …`. */
export function usedBy(container: StoredContainer, kind: 'running' | 'stopped'): string {
  return `image is being used by ${kind} container ${shortenId(container.id)}`;
}

/** Paused and restarting containers have a process too. */
export function isRunning(container: StoredContainer): boolean {
  return ['running', 'paused', 'restarting', 'stopping'].includes(container.state);
}
