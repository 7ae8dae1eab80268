import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openDockerEngine } from '#main/adapters/docker-engine/open-docker-engine.ts';
import { openStore } from '#main/adapters/sqlite-store/open-store.ts';
import type { EngineState } from '#main/core/engines/engine-state.ts';
import { historiesOf, readEngine } from '#main/core/engines/read-engine.ts';
import type { EngineSnapshot } from '#main/domain/image/engine-snapshot.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import type { HistoryEntry } from '#main/domain/image/history-entry.ts';

import { watchRemovals, type WatchedEngine } from './watched-engine.ts';

/** The product's own way to an engine: adapter, store and the core's exact model. */
export interface StateReader extends WatchedEngine {
  /** Everything known of the engine now, the build cache included. */
  read(): Promise<EngineState>;
  /** Histories of images in a snapshot, by `historyKey`. */
  histories(
    snapshot: EngineSnapshot,
    needed: readonly { readonly imageId: ImageId; readonly platform: string }[],
  ): Promise<ReadonlyMap<string, readonly HistoryEntry[]>>;
  close(): Promise<void>;
}

/** Opens an engine as the product does, with a state file of its own. */
export async function openStateReader(url: string): Promise<StateReader> {
  const watched = watchRemovals(openDockerEngine(url));
  const clock = { now: (): number => Date.now() };
  const directory = mkdtempSync(join(tmpdir(), 'ballast-state-'));
  const store = openStore({ directory, now: clock.now });
  const description = await watched.engine.describe();
  const input = (): Parameters<typeof readEngine>[0] => ({
    engine: watched.engine,
    description,
    deps: { store, clock },
    signal: AbortSignal.timeout(300_000),
    onProgress: () => undefined,
    withBuildCache: true,
  });
  return {
    ...watched,
    read: () => readEngine(input()),
    histories: (snapshot, needed) => historiesOf(input(), snapshot, needed),
    async close() {
      await watched.engine.close();
      store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
