import type { Around, EngineCall, SignsOfLife } from './around-operations.ts';

/** What a stream is opened with. */
interface Begin {
  readonly signal: AbortSignal | undefined;
  readonly life: SignsOfLife | undefined;
}

/** A stream as one call: it begins when its first piece is asked for, and is over with its last one. */
export async function* aroundStream<T>(
  around: Around,
  call: EngineCall,
  open: (signal: AbortSignal | undefined) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const over = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<Begin>();
  const whole = around(call, (signal, life) => {
    begun.resolve({ signal, life });
    return over.promise;
  });
  // Whoever waits hears that the call was ended from outside, also when the stream under it is deaf.
  const ended = { hear: begun.reject };
  whole.catch((error: unknown) => ended.hear(error));
  try {
    const { signal, life } = await begun.promise;
    const stream = open(signal)[Symbol.asyncIterator]();
    const next = (): Promise<IteratorResult<T, unknown>> =>
      new Promise((resolve, reject) => {
        ended.hear = reject;
        stream.next().then(resolve, reject);
      });
    try {
      for (let step = await next(); step.done !== true; step = await next()) {
        life?.rest();
        yield step.value;
        life?.sign();
      }
    } finally {
      // Lets go of the stream; one that is deaf is not waited for.
      stream.return?.().catch(() => undefined);
    }
  } catch (thrown) {
    over.reject(thrown);
  } finally {
    over.resolve();
    await whole;
  }
}

/** The same source; while it is asked for its next piece, it is its turn and not the engine's. */
export async function* tellingLife<T>(
  source: AsyncIterable<T>,
  life: SignsOfLife | undefined,
): AsyncGenerator<T, void, undefined> {
  life?.rest();
  for await (const piece of source) {
    life?.sign();
    yield piece;
    life?.rest();
  }
  life?.sign();
}
