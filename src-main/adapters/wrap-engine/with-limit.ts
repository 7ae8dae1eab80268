import { AppError } from '../../domain/app-error.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { aroundOperations, type EngineOperation } from './around-operations.ts';

/**
 * Asked once per image: the only operations that come in thousands. Transfers take no turn: they last for minutes, and may
 * need an inspect themselves.
 */
const limited: ReadonlySet<EngineOperation> = new Set(['inspectImage', 'imageHistory']);

/**
 * The same engine; at most `limit` inspects and histories run at once, the rest wait their turn in order.
 * More connections than 4 (classic) or 8 (containerd) only cost memory. Source: ENGINES §6 (measured).
 */
export function withLimit(engine: Engine, limit: number): Engine {
  const turns = new Turns(limit);
  return aroundOperations(engine, async ({ operation, signal }, run) => {
    if (!limited.has(operation)) return run(signal);
    await turns.take(signal);
    try {
      return await run(signal);
    } finally {
      turns.give();
    }
  });
}

class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#free = limit;
  }

  async take(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) throw new AppError('cancelled');
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
  }

  /** A free turn goes to whoever waits longest. */
  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(new AppError('cancelled'));
      };
      this.#waiting.push(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
