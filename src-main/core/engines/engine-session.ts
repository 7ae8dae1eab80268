import type { AppErrorData } from '../../domain/app-error.ts';
import { toAppError } from '../../domain/app-error.ts';
import type { EngineDescription } from '../../ports/engine/engine-system.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import type { EngineEndpoint } from '../../ports/engine-finder.ts';
import { Broadcast } from '../broadcast.ts';
import type { CoreDeps } from '../core-deps.ts';
import { Mutex } from '../mutex.ts';
import { DayRecorder } from './day-recorder.ts';
import type { EngineState, RefreshProgress } from './engine-state.ts';
import { followEngine } from './follow-engine.ts';
import { readEngine } from './read-engine.ts';
import { recordState } from './record-state.ts';

/** What a session tells those who watch it. */
export type SessionFrame =
  | ({ readonly kind: 'loading' } & RefreshProgress)
  | { readonly kind: 'ready'; readonly state: EngineState }
  | { readonly kind: 'failed'; readonly error: AppErrorData };

/**
 * One engine in use: its last state, its refreshes (one at a time), its commands (one at a time), and while somebody
 * watches, its events.
 */
export class EngineSession {
  readonly endpoint: EngineEndpoint;
  readonly engine: Engine;
  readonly #deps: CoreDeps;
  readonly #frames: Broadcast<SessionFrame>;
  readonly #commands = new Mutex();
  #state: EngineState | null = null;
  #description: EngineDescription | null = null;
  #refreshing: Promise<EngineState> | null = null;
  #shared: Promise<EngineState> | null = null;
  #following: AbortController | null = null;
  #lastFailure: AppErrorData | null = null;
  readonly #days: DayRecorder;
  readonly #onReady: (session: EngineSession) => void;

  constructor(
    endpoint: EngineEndpoint,
    engine: Engine,
    { deps, onReady }: { readonly deps: CoreDeps; readonly onReady: (session: EngineSession) => void },
  ) {
    this.endpoint = endpoint;
    this.engine = engine;
    this.#deps = deps;
    this.#days = new DayRecorder(deps);
    this.#onReady = onReady;
    this.#frames = new Broadcast({ onFirst: () => this.#follow(), onLast: () => this.#following?.abort() });
  }

  /** The state after the last refresh that worked; null before the first. */
  get state(): EngineState | null {
    return this.#state;
  }

  /** Whether events keep the state true: somebody watches, and the engine is there. */
  get isCurrent(): boolean {
    return this.#frames.listenerCount > 0 && this.#state !== null && this.#lastFailure === null;
  }

  /** The state now, and after every change, until the signal is aborted. */
  watch(signal: AbortSignal): AsyncGenerator<SessionFrame, void> {
    const first: SessionFrame[] = [];
    if (this.#state !== null) first.push({ kind: 'ready', state: this.#state });
    if (this.#lastFailure !== null) first.push({ kind: 'failed', error: this.#lastFailure });
    return this.#frames.listen(first, signal, (frame) => (frame.kind === 'ready' ? 'ready' : 'progress'));
  }

  /** Shows those who watch the state once more: something was written down that their view depends on. */
  resend(): void {
    if (this.#state !== null && this.#lastFailure === null) {
      this.#frames.send({ kind: 'ready', state: this.#state });
    }
  }

  /**
   * Reads the engine once. Calls while a read is under way wait for a read that begins after them, so that the
   * answer is never older than the question.
   */
  async refresh(options: { readonly withBuildCache?: boolean } = {}): Promise<EngineState> {
    while (this.#refreshing !== null) await this.#refreshing.catch(() => undefined);
    this.#refreshing = this.#read(options.withBuildCache ?? false);
    try {
      return await this.#refreshing;
    } finally {
      this.#refreshing = null;
    }
  }

  /** Reads the engine with its build cache; who asks while that is under way gets the same answer. */
  refreshShared(): Promise<EngineState> {
    this.#shared ??= this.refresh({ withBuildCache: true }).finally(() => (this.#shared = null));
    return this.#shared;
  }

  /** Runs a command; commands of one engine never overlap. */
  command<T>(task: () => Promise<T>): Promise<T> {
    return this.#commands.run(task);
  }

  async describe(): Promise<EngineDescription> {
    this.#description ??= await this.engine.describe(AbortSignal.timeout(30_000));
    return this.#description;
  }

  async close(): Promise<void> {
    this.#following?.abort();
    try {
      // A command line reads once and ends: what it read within the hour of another reading is not worth writing.
      if (this.#deps.shell !== 'cli') this.#days.flush();
    } finally {
      await this.engine.close();
    }
  }

  /** Told by the follower when the engine went away: what it said of itself may no longer hold. */
  lost(error: AppErrorData): void {
    this.#description = null;
    this.#lastFailure = error;
    this.#frames.send({ kind: 'failed', error });
  }

  async #read(withBuildCache: boolean): Promise<EngineState> {
    const report = (progress: RefreshProgress): void => this.#frames.send({ kind: 'loading', ...progress });
    try {
      report({ step: 'connecting', done: 0, total: null });
      // For a plan the engine says anew who it is: another one may answer at the same address by now.
      if (withBuildCache) this.#description = null;
      const description = await this.describe();
      const state = await readEngine({
        engine: this.engine,
        description,
        deps: this.#deps,
        signal: AbortSignal.timeout(10 * 60_000),
        onProgress: throttled(report),
        withBuildCache,
      });
      recordState(this.#deps, state);
      this.#days.take(state);
      const isNew = this.#state === null || this.#lastFailure !== null;
      this.#state = state;
      this.#lastFailure = null;
      this.#frames.send({ kind: 'ready', state });
      if (isNew) this.#onReady(this);
      return state;
    } catch (error) {
      const data = toAppError(error).toData();
      this.lost(data);
      throw error;
    }
  }

  #follow(): void {
    const stop = new AbortController();
    this.#following = stop;
    void followEngine(this, this.#deps, stop.signal);
  }
}

/** At most ten a second: nobody reads faster. The first of each step always passes. */
function throttled(report: (progress: RefreshProgress) => void): (progress: RefreshProgress) => void {
  let lastAtMs = 0;
  let lastStep = '';
  return (progress) => {
    const now = performance.now();
    if (progress.step === lastStep && now - lastAtMs < 100) return;
    lastAtMs = now;
    lastStep = progress.step;
    report(progress);
  };
}
