import { setTimeout as delay } from 'node:timers/promises';

import { AppError, toAppError } from '../../domain/app-error.ts';
import type { EngineEvent } from '../../ports/engine/engine-events.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from './engine-session.ts';
import { recordEvent } from './record-state.ts';

const quietMs = 300;
const longestBackoffMs = 10_000;

/**
 * Keeps a session true while somebody watches it: reads the engine once, then again after events, never by polling;
 * comes back by itself when the engine went away.
 * Errors:  none; a failure is a frame of the session.
 */
export async function followEngine(
  session: EngineSession,
  deps: CoreDeps,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await followOnce(session, deps, { signal, onReady: () => (failures = 0) });
      throw new AppError('engine.unreachable', {
        subject: session.endpoint.url,
        detail: 'the event stream ended',
      });
    } catch (error) {
      if (signal.aborted) return;
      session.lost(toAppError(error).toData());
      const backoffMs = Math.min(longestBackoffMs, 500 * 2 ** failures++);
      await delay(backoffMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function followOnce(
  session: EngineSession,
  deps: CoreDeps,
  { signal, onReady }: { readonly signal: AbortSignal; readonly onReady: () => void },
): Promise<void> {
  const { id } = await session.describe();
  const recorder = new EventRecorder(session, deps);
  const paced = new PacedRefresh(session, () => {
    recorder.flush();
    onReady();
  });
  const end = new AbortController();
  const openedAtMs = deps.clock.now();
  // Without a last event the engine is asked for all it remembers: history cannot be made up later.
  const sinceMs = deps.store.events(id, 1)[0]?.timeMs ?? 1;
  // The stream is opened before the list is read: what happens between the two is then told, not missed.
  const stream = session.engine.events(
    { sinceMs, onOpen: () => paced.request(0) },
    AbortSignal.any([signal, end.signal]),
  );
  const consume = async (): Promise<void> => {
    for await (const event of stream) {
      recorder.take(event);
      if (changesState(event) && !isReplay(event, openedAtMs, deps.clock.now())) paced.request(quietMs);
    }
  };
  try {
    await Promise.race([consume(), paced.failure]);
  } finally {
    paced.stop();
    end.abort();
  }
}

/**
 * Whether an event was only repeated: it came at once, and is old. The first list knows what it did. A minute of
 * difference between the clocks of this machine and the engine's is allowed for.
 */
function isReplay(event: EngineEvent, openedAtMs: number, nowMs: number): boolean {
  return nowMs - openedAtMs < 2_000 && event.timeMs < openedAtMs - 60_000;
}

/** Writes events down; those that come before the first state wait for it, because it tells which image is meant. */
class EventRecorder {
  readonly #session: EngineSession;
  readonly #deps: CoreDeps;
  #waiting: EngineEvent[] = [];

  constructor(session: EngineSession, deps: CoreDeps) {
    this.#session = session;
    this.#deps = deps;
  }

  take(event: EngineEvent): void {
    this.#waiting.push(event);
    this.flush();
  }

  flush(): void {
    const { state } = this.#session;
    if (state === null) return;
    for (const event of this.#waiting.splice(0)) recordEvent(this.#deps, state, event);
  }
}

/** Whether an event can change what a screen shows. Execs and health checks cannot. */
function changesState(event: EngineEvent): boolean {
  if (event.type !== 'container') return event.action !== 'push';
  return ['create', 'start', 'die', 'destroy', 'rename', 'pause', 'unpause'].includes(event.action);
}

/** Refreshes a moment after something happened, and no sooner again than the engine can bear. */
class PacedRefresh {
  /** Rejects when a refresh fails; never resolves. */
  readonly failure: Promise<never>;
  readonly #session: EngineSession;
  readonly #onReady: () => void;
  #fail: (error: Error) => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;
  #wanted = false;
  #busy = false;
  #stopped = false;

  constructor(session: EngineSession, onReady: () => void) {
    this.#session = session;
    this.#onReady = onReady;
    this.failure = new Promise<never>((_, reject) => (this.#fail = reject));
    // Stopped before anybody waits for it, the rejection must not end the process.
    this.failure.catch(() => undefined);
  }

  request(afterMs: number): void {
    this.#wanted = true;
    if (this.#busy || this.#stopped || this.#timer !== null) return;
    this.#timer = setTimeout(() => void this.#run(), afterMs);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#busy = true;
    this.#timer = null;
    this.#wanted = false;
    try {
      const { listMs } = await this.#session.refresh();
      this.#onReady();
      this.#busy = false;
      // A slow list (12 s at 1,000 images on the containerd store) must not keep the engine busy all the time.
      if (this.#wanted) this.request(Math.max(quietMs, listMs));
    } catch (error) {
      this.#fail(toAppError(error));
    }
  }
}
