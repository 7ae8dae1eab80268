import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { settleInterruptedRuns } from './settle-interrupted-runs.ts';

/** Settles what earlier runs of Ballast left behind, once for each engine, before anything else is done on it. */
export class SettledRuns {
  readonly #deps: CoreDeps;
  readonly #begun = new WeakSet<EngineSession>();

  constructor(deps: CoreDeps) {
    this.#deps = deps;
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
