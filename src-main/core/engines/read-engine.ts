import type { EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { HistoryEntry } from '../../domain/image/history-entry.ts';
import { buildLedger, historyKey } from '../../domain/ledger/build-ledger.ts';
import { buildReclaimModel } from '../../domain/ledger/build-reclaim-model.ts';
import { historiesForEdges } from '../../domain/ledger/histories-needed.ts';
import { unknown } from '../../domain/unknown.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import type { EngineDescription } from '../../ports/engine/engine-system.ts';
import type { ListedImage } from '../../ports/engine/engine-images.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineState, RefreshProgress } from './engine-state.ts';
import { readHistories } from './read-histories.ts';
import { readStacks } from './read-stacks.ts';

/** What one refresh needs. */
export interface ReadEngineInput {
  readonly engine: Engine;
  readonly description: EngineDescription;
  readonly deps: Pick<CoreDeps, 'store' | 'clock'>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RefreshProgress) => void;
  /** Also asks what the build cache may hold: for plans. */
  readonly withBuildCache?: boolean;
}

/**
 * The cold exact model in the fewest calls: one image list and one container list in parallel, an inspect for each
 * image never seen before, a history for the few branches whose bytes nothing else tells.
 * Source: ENGINES §2.3 and §6.1 (measured).
 */
export async function readEngine(input: ReadEngineInput): Promise<EngineState> {
  const { engine, description, deps, signal, onProgress } = input;
  onProgress({ step: 'listing', done: 0, total: null });
  const startedAtMs = deps.clock.now();
  const [listing, containers, buildCache] = await Promise.all([
    engine.listImages(signal),
    engine.listContainers(signal),
    input.withBuildCache === true ? engine.buildCache(signal) : unknown,
  ]);
  const takenAtMs = deps.clock.now();
  const cached = deps.store.readImages(description.id);
  const { images, learned } = await readStacks({
    engine,
    store: description.store,
    listed: listing.images,
    cached,
    signal,
    onProgress: (done, total) => onProgress({ step: 'inspecting', done, total }),
  });
  deps.store.writeImages(description.id, learned);
  forgetGone(input, listing.images, cached);
  const snapshot: EngineSnapshot = {
    engineId: description.id,
    store: description.store,
    takenAtMs,
    images,
    containers: containers.containers,
    buildCache,
    skipped: [...listing.skipped, ...containers.skipped],
  };
  return { ...(await measure(input, snapshot)), listMs: takenAtMs - startedAtMs };
}

function forgetGone(
  input: ReadEngineInput,
  listed: readonly ListedImage[],
  cached: ReadonlyMap<ImageId, unknown>,
): void {
  const present = new Set(listed.map((image) => image.id));
  const gone = [...cached.keys()].filter((id) => !present.has(id));
  if (gone.length > 0) input.deps.store.forgetImages(input.description.id, gone);
}

/** Rounds of asking for histories; what three rounds leave open, more of them will not settle. */
const mostRounds = 3;

async function measure(
  input: ReadEngineInput,
  snapshot: EngineSnapshot,
): Promise<Omit<EngineState, 'listMs'>> {
  let ledger = buildLedger(snapshot);
  const histories = new Map<string, readonly HistoryEntry[]>();
  for (let round = 0; round < mostRounds; round += 1) {
    const needed = historiesForEdges(ledger);
    if (needed.length === 0) break;
    const found = await historiesOf(input, snapshot, needed);
    for (const { imageId, platform } of needed) {
      const key = historyKey(imageId, platform);
      // An empty one for what the engine cannot tell, so that it is not asked again.
      histories.set(key, found.get(key) ?? []);
    }
    ledger = buildLedger(snapshot, histories);
  }
  return {
    description: input.description,
    snapshot,
    ledger,
    reclaim: buildReclaimModel(ledger, snapshot),
    histories,
  };
}

/** Reads histories for a snapshot, with progress. */
export async function historiesOf(
  input: Pick<ReadEngineInput, 'engine' | 'description' | 'deps' | 'signal' | 'onProgress'>,
  snapshot: EngineSnapshot,
  needed: readonly { readonly imageId: ImageId; readonly platform: string }[],
): Promise<ReadonlyMap<string, readonly HistoryEntry[]>> {
  if (needed.length === 0) return new Map();
  const stackCount = new Map(
    snapshot.images.map((image) => [image.id, image.stacks === unknown ? 0 : image.stacks.length]),
  );
  return readHistories({
    engine: input.engine,
    engineId: input.description.id,
    store: input.deps.store,
    needed,
    isMultiPlatform: (id) => (stackCount.get(id) ?? 0) > 1,
    signal: input.signal,
    onProgress: (done, total) => input.onProgress({ step: 'measuring', done, total }),
  });
}
