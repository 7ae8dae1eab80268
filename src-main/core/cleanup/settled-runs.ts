import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { settleInterruptedRuns } from './settle-interrupted-runs.ts';

/**
 * Settles what runs left behind that were broken off: once for each engine before anything else is done on it, and again
 * when it comes back after it was away.
 */
export class SettledRuns {
  readonly #deps: CoreDeps;
  readonly #begun = new WeakSet<EngineSession>();

  constructor(deps: CoreDeps) {
    this.#deps = deps;
  }

  /** The engine is there, for the first time or again. */
  again(session: EngineSession): void {
    this.#begun.delete(session);
    this.ensure(session);
  }

  /** Puts the settling before every later command of the session; tried again at the next call when it failed. */
  ensure(session: EngineSession): void {
    if (this.#begun.has(session)) return;
    this.#begun.add(session);
    const target = { session, deps: this.#deps };
    // What could not be settled stays open in the journal, where every later attempt finds it.
    session.command(() => settleInterruptedRuns(target)).catch(() => this.#begun.delete(session));
  }
}
