import type { EngineContainer, SkippedRecord } from '../../domain/image/engine-snapshot.ts';

/** Answer of the container list. */
export interface ContainerListing {
  /** Running or not, sorted by ID. */
  readonly containers: readonly EngineContainer[];
  readonly skipped: readonly SkippedRecord[];
}

/** Operations on containers: Ballast only reads them. */
export interface EngineContainers {
  listContainers(signal?: AbortSignal): Promise<ContainerListing>;
}
