import type { EngineEvent } from '../../ports/engine/engine-events.ts';
import type { Clock } from '../../ports/clock.ts';

/** What happened, before the ring gives it a time. */
export type Happening = Pick<EngineEvent, 'type' | 'action' | 'actorId' | 'name'> & {
  readonly image?: string;
};

/** A listener's own queue. */
export interface EventQueue {
  take(): EngineEvent | undefined;
  /** Resolves as soon as there is something to take, or `signal` is aborted. */
  wait(signal: AbortSignal): Promise<void>;
  close(): void;
}

const rememberedCount = 256;

/** Tells events to listeners and remembers the last 256, as the real engines do. */
export class EventRing {
  readonly #clock: Clock;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #remembered: EngineEvent[] = [];
  #lastNano = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tell({ image = '', ...happening }: Happening): void {
    const now = BigInt(Math.trunc(this.#clock.now())) * 1_000_000n;
    this.#lastNano = now > this.#lastNano ? now : this.#lastNano + 1n;
    const timeMs = Number(this.#lastNano / 1_000_000n);
    const event: EngineEvent = { ...happening, image, timeMs, timeNano: String(this.#lastNano) };
    this.#remembered.push(event);
    if (this.#remembered.length > rememberedCount) this.#remembered.shift();
    for (const listener of this.#listeners) listener(event);
  }

  /** An engine that starts again has forgotten everything. */
  forget(): void {
    this.#remembered = [];
  }

  /** Opens a queue; with `sinceMs` it begins with what is still remembered from that time on, inclusive. */
  open(sinceMs: number | undefined): EventQueue {
    const queue = sinceMs === undefined ? [] : this.#remembered.filter((event) => event.timeMs >= sinceMs);
    let wake: () => void = () => undefined;
    const listener = (event: EngineEvent): void => {
      queue.push(event);
      wake();
    };
    this.#listeners.add(listener);
    return {
      take: () => queue.shift(),
      wait: (signal) =>
        new Promise((resolve) => {
          if (queue.length > 0 || signal.aborted) return resolve();
          wake = () => {
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        }),
      close: () => this.#listeners.delete(listener),
    };
  }
}
