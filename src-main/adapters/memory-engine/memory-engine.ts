import { AppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { EngineEvent, EngineEvents } from '../../ports/engine/engine-events.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { Arrivals } from './arrivals.ts';
import { CallGate } from './call-gate.ts';
import { inspectWorldImage, worldHistory } from './describe-image.ts';
import { unreachable } from './engine-errors.ts';
import { describeMemoryEngine, minorOf, type MemoryEngineOptions } from './engine-options.ts';
import { buildCacheTotals, listCacheRecords, removeCacheRecords } from './build-cache.ts';
import { diskBytes, layersBytes } from './engine-totals.ts';
import { FaultScript, type EngineOperation } from './faults.ts';
import { listWorldContainers } from './list-containers.ts';
import { listWorldImages } from './list-images.ts';
import type { MemoryRegistry } from './memory-registry.ts';
import { OtherClient } from './other-client.ts';
import { population, type Population } from './population.ts';
import { readExactReference } from './reference-table.ts';
import { removeWorldContainer } from './remove-container.ts';
import { removeFromWorld } from './remove-from-world.ts';
import { removePlatformsFromWorld } from './remove-platforms.ts';
import { skipRows } from './skip-rows.ts';
import { tagInWorld } from './tag-image.ts';
import { loadIntoWorld } from './transfers/load-images.ts';
import { pullIntoWorld } from './transfers/pull-image.ts';
import { saveFromWorld } from './transfers/save-images.ts';
import { createWorld, type World } from './world.ts';

/**
 * A complete engine in memory: the demo, and the test double. It passes the suite of every engine
 * (`test/contract/engine-contract.ts`); its rules are those measured in real ones.
 */
export interface MemoryEngine extends Engine {
  /** What is scripted to go wrong. */
  readonly faults: FaultScript;
  /** Changes things behind our back. */
  readonly otherClient: OtherClient;
  /** Every registry it can ask: what they serve, and how they answer. */
  readonly registry: MemoryRegistry;
  /** The engine goes away: every call, waiting or new, rejects with `engine.unreachable`, streams end with it. */
  stop(): void;
  /** It comes back with its disk, and without its events. */
  start(): void;
  /** The ID that an image of the population got. */
  idOf(key: string): ImageId;
  /** What the disk really holds: the truth that promises are measured against. */
  diskBytes(): number;
}

/** Opens an engine that holds what the population says; an empty one by default. */
export function openMemoryEngine(
  content: Population = population(),
  options: MemoryEngineOptions = {},
): MemoryEngine {
  const { store, apiVersion } = describeMemoryEngine(options);
  const clock = options.clock ?? { now: () => Date.now() };
  const world = createWorld({ store, apiMinor: minorOf(apiVersion), clock });
  const arrivals = new Arrivals(world);
  arrivals.populate(content);
  const faults = new FaultScript();
  const latencyMs = (operation: EngineOperation): number =>
    options.latency?.(operation, world.images.size) ?? 0;
  const gate = new CallGate({ faults, latencyMs, sleep: options.sleep });
  return {
    ...imagePort(world, gate, options),
    ...systemPort(world, gate, options),
    ...containerPort(world, gate),
    ...cachePort(world, gate),
    ...transferPort(world, gate),
    events: eventsPort(world, gate),
    faults,
    otherClient: new OtherClient(world, arrivals),
    registry: world.registry,
    stop: () => gate.stop(),
    start: () => {
      world.events.forget();
      gate.start();
    },
    idOf: (key) => arrivals.idOf(key),
    diskBytes: () => diskBytes(world),
  };
}

function imagePort(world: World, gate: CallGate, options: MemoryEngineOptions) {
  const { capabilities } = describeMemoryEngine(options);
  return {
    listImages: (signal) =>
      gate.run({ operation: 'listImages', signal }, (faults) => {
        const { rows, skipped } = skipRows(listWorldImages(world, capabilities), 'GET /images/json', faults);
        return { images: rows, skipped };
      }),
    inspectImage: (text, choice, signal) =>
      gate.run({ operation: 'inspectImage', subject: text, signal }, () =>
        inspectWorldImage(world, text, choice?.platform),
      ),
    imageHistory: (text, choice, signal) =>
      gate.run({ operation: 'imageHistory', subject: text, signal }, () =>
        worldHistory(world, text, choice?.platform),
      ),
    tagImage: (text, target, signal) =>
      gate.run({ operation: 'tagImage', subject: text, signal }, () => tagInWorld(world, text, target)),
    untagImage: (text, signal) =>
      gate.run({ operation: 'untagImage', subject: text, signal }, () =>
        removeFromWorld(world, { text, isForced: false }),
      ),
    removeImage: (text, signal) =>
      gate.run({ operation: 'removeImage', subject: text, signal }, () =>
        removeFromWorld(world, { text, isForced: false }),
      ),
    removePlatforms: (id, platforms, signal) =>
      gate.run({ operation: 'removePlatforms', subject: id, signal }, () => {
        if (!capabilities.removesPlatforms) throw new AppError('engine.unsupported', { subject: id });
        removePlatformsFromWorld(world, id, platforms);
      }),
  } satisfies Partial<Engine>;
}

function systemPort(world: World, gate: CallGate, options: MemoryEngineOptions) {
  return {
    ping: (signal) => gate.run({ operation: 'ping', signal }, () => undefined),
    describe: (signal) => gate.run({ operation: 'describe', signal }, () => describeMemoryEngine(options)),
    totals: (signal) =>
      gate.run({ operation: 'totals', signal }, () => ({
        layersBytes: layersBytes(world),
        buildCache: buildCacheTotals(world),
      })),
    close: () => {
      gate.close();
      return Promise.resolve();
    },
  } satisfies Partial<Engine>;
}

function containerPort(world: World, gate: CallGate) {
  return {
    listContainers: (signal) =>
      gate.run({ operation: 'listContainers', signal }, (faults) => {
        const { rows, skipped } = skipRows(listWorldContainers(world), 'GET /containers/json', faults);
        return { containers: rows, skipped };
      }),
    removeContainer: (id, signal) =>
      gate.run({ operation: 'removeContainer', subject: id, signal }, () => removeWorldContainer(world, id)),
  } satisfies Partial<Engine>;
}

function cachePort(world: World, gate: CallGate) {
  return {
    buildCache: (signal) => gate.run({ operation: 'buildCache', signal }, () => buildCacheTotals(world)),
    listBuildCache: (signal) =>
      gate.run({ operation: 'listBuildCache', signal }, () => listCacheRecords(world)),
    removeBuildCache: (ids, signal) =>
      gate.run({ operation: 'removeBuildCache', subject: ids.join(' '), signal }, () =>
        removeCacheRecords(world, ids),
      ),
  } satisfies Partial<Engine>;
}

function transferPort(world: World, gate: CallGate) {
  return {
    registryDigest: (reference, signal) =>
      gate.run({ operation: 'registryDigest', subject: reference, signal }, () => {
        readExactReference(reference);
        return world.registry.resolve(reference).digest;
      }),
    pullImage: async (reference, onProgress, signal) => {
      const steps = await gate.transfer({ operation: 'pullImage', subject: reference, signal });
      await pullIntoWorld(world, reference, { ...steps, onProgress });
    },
    saveImages: async function* (images, signal) {
      const { step } = await gate.transfer({ operation: 'saveImages', subject: images.join(' '), signal });
      for (const piece of saveFromWorld(world, images)) {
        await step();
        yield piece;
      }
    },
    loadImages: async (archive, onProgress, signal) => {
      const steps = await gate.transfer({ operation: 'loadImages', signal });
      return loadIntoWorld(world, archive, { ...steps, onProgress });
    },
  } satisfies Partial<Engine>;
}

function eventsPort(world: World, gate: CallGate): EngineEvents['events'] {
  return async function* events(from, signal): AsyncGenerator<EngineEvent> {
    if (signal.aborted) return;
    const faults = await gate.pass({ operation: 'events', signal });
    const cut = faults.find((fault) => fault.kind === 'cut');
    const gone = gate.goneSignal;
    const either = AbortSignal.any([signal, gone]);
    const queue = world.events.open(from.sinceMs);
    from.onOpen?.();
    try {
      for (let told = 0; ; told += 1) {
        if (cut !== undefined && told >= (cut.afterItems ?? 0)) throw unreachable('the stream broke off');
        let event = queue.take();
        while (event === undefined) {
          if (signal.aborted) return;
          if (gone.aborted) throw unreachable('the stream ended with the engine');
          await queue.wait(either);
          event = queue.take();
        }
        yield event;
      }
    } finally {
      queue.close();
    }
  };
}
