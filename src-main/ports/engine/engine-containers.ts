import type { EngineContainer, SkippedRecord } from '../../domain/image/engine-snapshot.ts';
import type { ContainerId } from '../../domain/image/hashes.ts';

/** Answer of the container list. */
export interface ContainerListing {
  /** Running or not, sorted by ID. */
  readonly containers: readonly EngineContainer[];
  readonly skipped: readonly SkippedRecord[];
}

/** Operations on containers: Ballast reads them, and removes a stopped one only where a person named it. */
export interface EngineContainers {
  listContainers(signal?: AbortSignal): Promise<ContainerListing>;
  /**
   * Removes a stopped container. Never forces and never takes volumes along.
   * Errors:  `engine.not-found`, `engine.conflict` (it runs).
   */
  removeContainer(id: ContainerId, signal?: AbortSignal): Promise<void>;
}
