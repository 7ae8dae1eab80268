import type { EngineBuildCache } from './engine-build-cache.ts';
import type { EngineContainers } from './engine-containers.ts';
import type { EngineEvents } from './engine-events.ts';
import type { EngineImages } from './engine-images.ts';
import type { EngineSystem } from './engine-system.ts';
import type { EngineTransfers } from './engine-transfers.ts';

/**
 * A container engine: one port per group of operations. Every adapter passes the same suite
 * (`test/contract/engine-contract.ts`).
 * Errors:  every call rejects with `AppError` and nothing else, within its deadline, also when the engine dies in
 *          the middle of an answer. `cancelled` when the caller's signal was aborted.
 */
export interface Engine
  extends EngineSystem, EngineImages, EngineContainers, EngineEvents, EngineTransfers, EngineBuildCache {
  /** Frees sockets. Calls after it reject with `engine.unreachable`. */
  close(): Promise<void>;
}
