import type { CoreDeps } from '../core-deps.ts';
import type { EngineState } from './engine-state.ts';

const dayMs = 86_400_000;
/** A day is written no more often than this: the last reading counts, but not every one is worth writing. */
const rewriteMs = 3_600_000;

/**
 * Keeps one reading of an engine for each day, to try policies on: the last one of the day, as far as Ballast ran.
 */
export class DayRecorder {
  readonly #deps: Pick<CoreDeps, 'store'>;
  #waiting: EngineState | null = null;

  constructor(deps: Pick<CoreDeps, 'store'>) {
    this.#deps = deps;
  }

  /** Takes a reading; writes it unless one of the same day was written within the hour. */
  take(state: EngineState): void {
    const waiting = this.#waiting;
    if (waiting !== null && dayOf(waiting) !== dayOf(state)) this.#write(waiting);
    const { engineId, takenAtMs } = state.snapshot;
    const writtenAtMs = this.#deps.store.readSetting(keyOf(engineId));
    const isDue =
      typeof writtenAtMs !== 'number' ||
      takenAtMs - writtenAtMs >= rewriteMs ||
      takenAtMs < writtenAtMs ||
      startOfDay(writtenAtMs) !== startOfDay(takenAtMs);
    if (isDue) this.#write(state);
    else this.#waiting = state;
  }

  /** Writes what was taken and not written yet. */
  flush(): void {
    if (this.#waiting !== null) this.#write(this.#waiting);
  }

  #write({ snapshot }: EngineState): void {
    const { store } = this.#deps;
    const { engineId, takenAtMs } = snapshot;
    this.#waiting = null;
    store.recordDay(engineId, {
      dayMs: startOfDay(takenAtMs),
      snapshot,
      usage: store.usage(engineId),
      formerReferences: store.formerReferences(engineId),
    });
    store.writeSetting(keyOf(engineId), takenAtMs);
  }
}

function keyOf(engineId: string): string {
  return `day-recorded.${engineId}`;
}

function dayOf({ snapshot }: EngineState): string {
  return `${snapshot.engineId} ${startOfDay(snapshot.takenAtMs)}`;
}

function startOfDay(atMs: number): number {
  return Math.floor(atMs / dayMs) * dayMs;
}
