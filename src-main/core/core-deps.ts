import type { Clock } from '../ports/clock.ts';
import type { EngineFinder } from '../ports/engine-finder.ts';
import type { ImageArchives } from '../ports/image-archives.ts';
import type { Machine } from '../ports/machine.ts';
import type { Scheduler } from '../ports/scheduler.ts';
import type { Store } from '../ports/store.ts';

/** What the core needs from outside. Built in `compose.ts` only. */
export interface CoreDeps {
  readonly finder: EngineFinder;
  readonly store: Store;
  readonly clock: Clock;
  readonly archives: ImageArchives;
  readonly machine: Machine;
  /** Timers of the system where none is given. */
  readonly scheduler?: Scheduler;
  /** 64 hex digits. */
  readonly sha256: (text: string) => string;
  readonly newId: () => string;
  readonly version: string;
  readonly shell: 'electron' | 'browser' | 'cli';
}
