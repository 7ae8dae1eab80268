import type { ImageId } from '../../domain/image/hashes.ts';
import type { EngineEvent, EngineEvents } from '../../ports/engine/engine-events.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { Arrivals } from './arrivals.ts';
import { CallGate } from './call-gate.ts';
import { inspectWorldImage, worldHistory } from './describe-image.ts';
import { unreachable } from './engine-errors.ts';
import { describeMemoryEngine, minorOf, type MemoryEngineOptions } from './engine-options.ts';
import { buildCacheTotals, diskBytes, layersBytes } from './engine-totals.ts';
import { FaultScript, type EngineOperation } from './faults.ts';
import { listWorldContainers } from './list-containers.ts';
import { listWorldImages } from './list-images.ts';
import { OtherClient } from './other-client.ts';
import { population, type Population } from './population.ts';
import { removeFromWorld } from './remove-from-world.ts';
import { skipRows } from './skip-rows.ts';
import { tagInWorld } from './tag-image.ts';
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
    events: eventsPort(world, gate),
    faults,
    otherClient: new OtherClient(world, arrivals),
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
    buildCache: (signal) => gate.run({ operation: 'buildCache', signal }, () => buildCacheTotals(world)),
    listContainers: (signal) =>
      gate.run({ operation: 'listContainers', signal }, (faults) => {
        const { rows, skipped } = skipRows(listWorldContainers(world), 'GET /containers/json', faults);
        return { containers: rows, skipped };
      }),
    close: () => {
      gate.close();
      return Promise.resolve();
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
