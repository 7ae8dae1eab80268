import { AppError } from '../../domain/app-error.ts';
import type { ContainerId } from '../../domain/image/hashes.ts';
import { noSuchContainer } from './engine-errors.ts';
import { isRunning } from './removal.ts';
import type { StoredContainer, World } from './world.ts';

/**
 * `DELETE /containers/{id}` without force and without volumes.
 * Errors:  `engine.not-found`, `engine.conflict`.
 */
export function removeWorldContainer(world: World, id: ContainerId): void {
  const container = world.containers.get(id);
  if (container === undefined) throw noSuchContainer(id);
  if (isRunning(container)) {
    const how =
      container.state === 'paused'
        ? 'container is paused and must be unpaused first'
        : 'container is running: stop the container before removing or force remove';
    const detail = `cannot remove container "/${container.name}": ${how}`;
    throw new AppError('engine.conflict', { subject: id, detail });
  }
  dropContainer(world, container);
}

/** A container goes; layers that only it kept go with it. */
export function dropContainer(world: World, container: StoredContainer): void {
  world.containers.delete(container.id);
  world.layers.release(container.nodes);
  tellOfContainer(world, container, 'destroy');
}

/** Tells what happened to a container. */
export function tellOfContainer(world: World, container: StoredContainer, action: string): void {
  const { id, name, imageReference } = container;
  world.events.tell({ type: 'container', action, actorId: id, name, image: imageReference });
}
