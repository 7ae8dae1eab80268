import { toAppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { HistoryEntry } from '../../domain/image/history-entry.ts';
import { historyKey } from '../../domain/ledger/build-ledger.ts';
import type { EngineImages } from '../../ports/engine/engine-images.ts';
import type { ImageCacheStore } from '../../ports/store.ts';
import { mapBounded } from '../bounded.ts';

const historyConcurrency = 8;

/** Which histories to read, and where. */
export interface ReadHistoriesInput {
  readonly engine: EngineImages;
  readonly engineId: string;
  readonly store: ImageCacheStore;
  readonly needed: readonly { readonly imageId: ImageId; readonly platform: string }[];
  /** Whether an image has several platforms, so that one must be named. */
  readonly isMultiPlatform: (id: ImageId) => boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * The histories that are needed, each asked for once in the life of the state file.
 * Shape:   keyed by `historyKey`; a history the engine cannot give is absent (its layers then stay unknown).
 */
export async function readHistories(
  input: ReadHistoriesInput,
): Promise<ReadonlyMap<string, readonly HistoryEntry[]>> {
  const found = new Map<string, readonly HistoryEntry[]>();
  const missing = input.needed.filter(({ imageId, platform }) => {
    const cached = input.store.readHistory(input.engineId, imageId, platform);
    if (cached !== null) found.set(historyKey(imageId, platform), cached);
    return cached === null;
  });
  let done = 0;
  await mapBounded(missing, historyConcurrency, async ({ imageId, platform }) => {
    const choice = input.isMultiPlatform(imageId) && platform !== '' ? { platform } : {};
    try {
      const entries = await input.engine.imageHistory(imageId, choice, input.signal);
      found.set(historyKey(imageId, platform), entries);
      // All zeros may mean "not unpacked" on the containerd store: true now, not for ever.
      if (entries.some((entry) => entry.bytes > 0)) {
        input.store.writeHistory(input.engineId, imageId, { platform, entries });
      }
    } catch (error) {
      const code = toAppError(error).code;
      if (!['engine.not-found', 'engine.bad-answer', 'engine.unsupported', 'engine.failed'].includes(code)) {
        throw error;
      }
    }
    input.onProgress(++done, missing.length);
  });
  return found;
}
