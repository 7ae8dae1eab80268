import type { Engine } from '../../ports/engine/engine.ts';

/** An operation that answers once; `events` is a stream and stays as it is. */
export type EngineOperation = Exclude<keyof Engine, 'events' | 'close'>;

/** One call of an operation. */
interface EngineCall {
  readonly operation: EngineOperation;
  /** The image or reference it is about; empty when it is about none. */
  readonly subject: string;
  readonly signal: AbortSignal | undefined;
}

/** Does something around a call; `run` makes the call, with another signal if need be. */
export type Around = <T>(
  call: EngineCall,
  run: (signal: AbortSignal | undefined) => Promise<T>,
) => Promise<T>;

/** The same engine with something around each operation. */
export function aroundOperations(engine: Engine, around: Around): Engine {
  const call = (operation: EngineOperation, signal?: AbortSignal, subject = ''): EngineCall => ({
    operation,
    subject,
    signal,
  });
  return {
    ping: (signal) => around(call('ping', signal), (s) => engine.ping(s)),
    describe: (signal) => around(call('describe', signal), (s) => engine.describe(s)),
    totals: (signal) => around(call('totals', signal), (s) => engine.totals(s)),
    buildCache: (signal) => around(call('buildCache', signal), (s) => engine.buildCache(s)),
    listImages: (signal) => around(call('listImages', signal), (s) => engine.listImages(s)),
    listContainers: (signal) => around(call('listContainers', signal), (s) => engine.listContainers(s)),
    inspectImage: (image, choice, signal) =>
      around(call('inspectImage', signal, image), (s) => engine.inspectImage(image, choice, s)),
    imageHistory: (image, choice, signal) =>
      around(call('imageHistory', signal, image), (s) => engine.imageHistory(image, choice, s)),
    tagImage: (image, target, signal) =>
      around(call('tagImage', signal, image), (s) => engine.tagImage(image, target, s)),
    untagImage: (reference, signal) =>
      around(call('untagImage', signal, reference), (s) => engine.untagImage(reference, s)),
    removeImage: (id, signal) => around(call('removeImage', signal, id), (s) => engine.removeImage(id, s)),
    events: (from, signal) => engine.events(from, signal),
    close: () => engine.close(),
  };
}
