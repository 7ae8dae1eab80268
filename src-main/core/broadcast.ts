/**
 * Hands the latest value to everybody who listens. A slow listener skips what is outdated: state is sent, not a log.
 */
export class Broadcast<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #onFirst: () => void;
  readonly #onLast: () => void;

  constructor(hooks: { readonly onFirst?: () => void; readonly onLast?: () => void } = {}) {
    this.#onFirst = hooks.onFirst ?? (() => undefined);
    this.#onLast = hooks.onLast ?? (() => undefined);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  send(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  /**
   * Values from now on, `first` before them; ends when the signal is aborted.
   * `keyOf` says which values replace each other while nobody takes them; without it only the newest waits.
   */
  listen(
    first: readonly T[],
    signal: AbortSignal,
    keyOf: (value: T) => string = () => '',
  ): AsyncGenerator<T, void> {
    const waiting = new Map<string, T>();
    let wake: () => void = () => undefined;
    const listener = (value: T): void => {
      const key = keyOf(value);
      waiting.delete(key);
      waiting.set(key, value);
      wake();
    };
    for (const value of first) waiting.set(keyOf(value), value);
    const stop = (): void => {
      if (!this.#listeners.delete(listener)) return;
      wake();
      if (this.#listeners.size === 0) this.#onLast();
    };
    this.#listeners.add(listener);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    else if (this.#listeners.size === 1) this.#onFirst();
    const has = (): boolean => this.#listeners.has(listener);
    return (async function* iterate(): AsyncGenerator<T, void> {
      try {
        while (has()) {
          const [next] = waiting;
          if (next !== undefined) {
            waiting.delete(next[0]);
            yield next[1];
            continue;
          }
          await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
    })();
  }
}
