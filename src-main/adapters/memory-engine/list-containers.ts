import type { EngineContainer } from '../../domain/image/engine-snapshot.ts';
import { readReference } from './reference-table.ts';
import type { StoredContainer, World } from './world.ts';

/** Every container, running or not, sorted by ID. */
export function listWorldContainers(world: World): readonly EngineContainer[] {
  const rows = [...world.containers.values()].map((container) => ({
    id: container.id,
    name: container.name,
    state: container.state,
    imageId: container.imageId,
    imageReference: shownReference(world, container),
    composeProject: container.composeProject,
    mountedImages: container.mountedImages,
  }));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** As its user typed it; the image ID once that name points elsewhere or is gone. */
function shownReference(world: World, container: StoredContainer): string {
  const typed = container.imageReference;
  if (container.imageId.includes(typed)) return typed;
  return world.references.imageOf(readReference(typed)) === container.imageId ? typed : container.imageId;
}
