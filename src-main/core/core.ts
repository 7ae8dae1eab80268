import type { CoreDeps } from './core-deps.ts';
import { EngineDirectory } from './engines/engine-directory.ts';
import { JobBoard } from './jobs/job-board.ts';

/** The state of one run of Ballast. */
export interface Core {
  readonly deps: CoreDeps;
  readonly engines: EngineDirectory;
  readonly jobs: JobBoard;
  /** Stops what runs, closes engines and the state file. */
  close(): Promise<void>;
}

/** Builds the core; asks no engine anything. */
export function createCore(deps: CoreDeps): Core {
  const engines = new EngineDirectory(deps);
  const jobs = new JobBoard(deps);
  return {
    deps,
    engines,
    jobs,
    close: async () => {
      await jobs.close();
      await engines.close();
      deps.store.close();
    },
  };
}
