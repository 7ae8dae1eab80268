import type { ContainerRow } from '../../contract/views/engine-view.ts';
import type { EngineContainer } from '../../domain/image/engine-snapshot.ts';

/** A container that keeps an image, as a screen names it. */
export function toContainerRow({ id, name, state, composeProject }: EngineContainer): ContainerRow {
  return { id, name, state, composeProject };
}
