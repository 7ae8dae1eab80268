import { Automation } from './automation/automation.ts';
import { RegistryAsker } from './cleanup/ask-registries.ts';
import { PolicyVerdicts } from './cleanup/policy-verdicts.ts';
import { SettledRuns } from './cleanup/settled-runs.ts';
import type { CoreDeps } from './core-deps.ts';
import { EngineDirectory } from './engines/engine-directory.ts';
import { JobBoard } from './jobs/job-board.ts';

/** The state of one run of Ballast. */
export interface Core {
  readonly deps: CoreDeps;
  readonly engines: EngineDirectory;
  readonly jobs: JobBoard;
  readonly registries: RegistryAsker;
  readonly verdicts: PolicyVerdicts;
  readonly settled: SettledRuns;
  readonly automation: Automation;
  /** Stops what runs, closes engines and the state file. */
  close(): Promise<void>;
}

/** Builds the core; asks an engine only where automatic clean-up was switched on. */
export function createCore(deps: CoreDeps): Core {
  const settled = new SettledRuns(deps);
  const engines = new EngineDirectory(deps, (session) => settled.again(session));
  const jobs = new JobBoard(deps);
  const automation = new Automation({ deps, engines, jobs });
  // A command line is over before anybody could say no.
  if (deps.shell !== 'cli') automation.start();
  return {
    deps,
    engines,
    jobs,
    registries: new RegistryAsker(deps),
    verdicts: new PolicyVerdicts(),
    settled,
    automation,
    close: async () => {
      try {
        automation.close();
        await jobs.close();
        await engines.close();
      } finally {
        deps.store.close();
      }
    },
  };
}
