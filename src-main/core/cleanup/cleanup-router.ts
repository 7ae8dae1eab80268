import type { JobKind } from '../../contract/views/job-view.ts';
import type { RunTrigger } from '../../ports/store.ts';
import type { Core } from '../core.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { os } from '../wire.ts';
import { checkRecovery } from './check-recovery.ts';
import { explainImage } from './explain-image.ts';
import { listBin } from './list-bin.ts';
import { listBuildCache } from './list-build-cache.ts';
import { makePlan } from './make-plan.ts';
import { pruneBuildCache } from './prune-build-cache.ts';
import { restoreFromBin } from './restore-from-bin.ts';
import { resumeRun } from './resume-run.ts';
import { runPlan } from './run-plan.ts';
import type { RunTarget } from './run-target.ts';
import { recordedDays, simulatePolicy } from './simulate-policy.ts';
import { suggestCleanups } from './suggest-cleanups.ts';
import { undoRun } from './undo-run.ts';

/** Handlers of clean-up: plan, show, run, measure, and get back. */
export function cleanupRouter(core: Core) {
  return { ...askingHandlers(core), ...runningHandlers(core) };
}

function askingHandlers({ engines, deps, registries, verdicts }: Core) {
  return {
    suggestions: os.cleanup.suggestions.handler(async ({ input }) =>
      suggestCleanups(await engines.session(input.endpoint), deps),
    ),
    plan: os.cleanup.plan.handler(async ({ input }) =>
      makePlan(await engines.session(input.endpoint), input, { ...deps, registries }),
    ),
    explain: os.cleanup.explain.handler(async ({ input }) =>
      explainImage(await engines.session(input.endpoint), input.id, { ...deps, verdicts }),
    ),
    checkRecovery: os.cleanup.checkRecovery.handler(async ({ input }) =>
      checkRecovery(await engines.session(input.endpoint), input.ids, { ...deps, registries }),
    ),
    days: os.cleanup.days.handler(async ({ input }) =>
      recordedDays(await engines.session(input.endpoint), deps),
    ),
    simulate: os.cleanup.simulate.handler(async ({ input }) =>
      simulatePolicy(await engines.session(input.endpoint), input, deps),
    ),
    bin: os.cleanup.bin.handler(async ({ input }) => listBin(await engines.session(input.endpoint), deps)),
    buildCache: os.cleanup.buildCache.handler(async ({ input }) =>
      listBuildCache(await engines.session(input.endpoint)),
    ),
  };
}

function runningHandlers({ engines, jobs, deps, settled }: Core) {
  /** Starts a job on one engine; what changes the engine never overlaps. */
  const start = async (
    about: { readonly kind: JobKind; readonly endpoint: string },
    work: (target: RunTarget, control: JobControl) => Promise<JobEnd>,
  ): Promise<{ readonly jobId: string }> => {
    const session = await engines.session(about.endpoint);
    settled.ensure(session);
    const { id } = jobs.start(about, (control) => session.command(() => work({ session, deps }, control)));
    return { jobId: id };
  };
  return {
    run: os.cleanup.run.handler(({ input }) =>
      start(about(input, input.isBin ? 'empty-bin' : 'clean-up'), (target, control) =>
        runPlan(target, { ...input, trigger: trigger(deps.shell) }, control),
      ),
    ),
    restore: os.cleanup.restore.handler(({ input }) =>
      start(about(input, 'undo'), (target, control) => restoreFromBin(target, input.ids, control)),
    ),
    undo: os.cleanup.undo.handler(({ input }) =>
      start(about(input, 'undo'), (target, control) => undoRun(target, input.runId, control)),
    ),
    resume: os.cleanup.resume.handler(({ input }) =>
      start(about(input, 'clean-up'), (target, control) => resumeRun(target, input.runId, control)),
    ),
    dismiss: os.cleanup.dismiss.handler(({ input }) => {
      deps.store.dismissRun(input.runId);
      return { runId: input.runId };
    }),
    pruneBuildCache: os.cleanup.pruneBuildCache.handler(({ input }) =>
      start(about(input, 'build-cache'), (target, control) => pruneBuildCache(target, input.ids, control)),
    ),
  };
}

/** A command line may be typed or stand in a script: nobody watches it. */
function trigger(shell: Core['deps']['shell']): RunTrigger {
  return shell === 'cli' ? 'script' : 'person';
}

function about({ endpoint }: { readonly endpoint: string }, kind: JobKind) {
  return { kind, endpoint };
}
