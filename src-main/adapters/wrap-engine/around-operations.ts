import type { Engine } from '../../ports/engine/engine.ts';
import type { TransferProgress } from '../../ports/engine/engine-transfers.ts';
import { aroundStream, tellingLife } from './around-stream.ts';

/** An operation that comes to an end; `events` has none and stays as it is. */
export type EngineOperation = Exclude<keyof Engine, 'events' | 'close'>;

/** One call of an operation. */
export interface EngineCall {
  readonly operation: EngineOperation;
  /** The image or reference it is about; empty when it is about none. */
  readonly subject: string;
  readonly signal: AbortSignal | undefined;
}

/** What a transfer tells while it lasts. */
export interface SignsOfLife {
  /** Something came or went; now the engine is waited for. */
  sign(): void;
  /** It is the caller's turn, who may take any time. */
  rest(): void;
}

/** Does something around a call; `run` makes the call, with another signal if need be. Only transfers tell of life. */
export type Around = <T>(
  call: EngineCall,
  run: (signal: AbortSignal | undefined, life?: SignsOfLife) => Promise<T>,
) => Promise<T>;

/** The same engine with something around each operation. */
export function aroundOperations(engine: Engine, around: Around): Engine {
  return {
    ...aroundReading(engine, around),
    ...aroundChanges(engine, around),
    ...aroundTransfers(engine, around),
    events: (from, signal) => engine.events(from, signal),
    close: () => engine.close(),
  };
}

function callOf(operation: EngineOperation, signal: AbortSignal | undefined, subject = ''): EngineCall {
  return { operation, subject, signal };
}

function aroundReading(engine: Engine, around: Around) {
  return {
    ping: (signal) => around(callOf('ping', signal), (s) => engine.ping(s)),
    describe: (signal) => around(callOf('describe', signal), (s) => engine.describe(s)),
    totals: (signal) => around(callOf('totals', signal), (s) => engine.totals(s)),
    buildCache: (signal) => around(callOf('buildCache', signal), (s) => engine.buildCache(s)),
    listImages: (signal) => around(callOf('listImages', signal), (s) => engine.listImages(s)),
    listContainers: (signal) => around(callOf('listContainers', signal), (s) => engine.listContainers(s)),
    listBuildCache: (signal) => around(callOf('listBuildCache', signal), (s) => engine.listBuildCache(s)),
    inspectImage: (image, choice, signal) =>
      around(callOf('inspectImage', signal, image), (s) => engine.inspectImage(image, choice, s)),
    imageHistory: (image, choice, signal) =>
      around(callOf('imageHistory', signal, image), (s) => engine.imageHistory(image, choice, s)),
    registryDigest: (reference, signal) =>
      around(callOf('registryDigest', signal, reference), (s) => engine.registryDigest(reference, s)),
  } satisfies Partial<Engine>;
}

function aroundChanges(engine: Engine, around: Around) {
  return {
    tagImage: (image, target, signal) =>
      around(callOf('tagImage', signal, image), (s) => engine.tagImage(image, target, s)),
    untagImage: (reference, signal) =>
      around(callOf('untagImage', signal, reference), (s) => engine.untagImage(reference, s)),
    removeImage: (id, signal) => around(callOf('removeImage', signal, id), (s) => engine.removeImage(id, s)),
    removePlatforms: (id, platforms, signal) =>
      around(callOf('removePlatforms', signal, id), (s) => engine.removePlatforms(id, platforms, s)),
    removeContainer: (id, signal) =>
      around(callOf('removeContainer', signal, id), (s) => engine.removeContainer(id, s)),
    removeBuildCache: (ids, signal) =>
      around(callOf('removeBuildCache', signal, ids.join(' ')), (s) => engine.removeBuildCache(ids, s)),
  } satisfies Partial<Engine>;
}

function aroundTransfers(engine: Engine, around: Around) {
  const telling =
    (onProgress: (progress: TransferProgress) => void, life: SignsOfLife | undefined) =>
    (progress: TransferProgress): void => {
      life?.sign();
      onProgress(progress);
    };
  return {
    pullImage: (reference, onProgress, signal) =>
      around(callOf('pullImage', signal, reference), (s, life) =>
        engine.pullImage(reference, telling(onProgress, life), s),
      ),
    saveImages: (images, signal) =>
      aroundStream(around, callOf('saveImages', signal, images.join(' ')), (s) =>
        engine.saveImages(images, s),
      ),
    loadImages: (archive, onProgress, signal) =>
      around(callOf('loadImages', signal), (s, life) =>
        engine.loadImages(tellingLife(archive, life), telling(onProgress, life), s),
      ),
  } satisfies Partial<Engine>;
}
