import type { AnnouncementView } from '../../contract/views/automation-view.ts';
import { toAppError } from '../../domain/app-error.ts';
import type { ShownRun } from '../cleanup/shown-run.ts';
import { runPlan } from '../cleanup/run-plan.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import type { JobEnd } from '../jobs/job-board.ts';
import type { AutomationLog } from './automation-log.ts';
import type { AutomationParts } from './automation-parts.ts';

/** Which plan runs where. */
export interface AnnouncedRun extends Pick<AutomationParts, 'deps' | 'jobs'> {
  readonly session: EngineSession;
  readonly announcement: AnnouncementView;
  readonly log: AutomationLog;
}

/**
 * Runs exactly the plan that was announced, as a job like any other, and logs how it began and ended.
 * Shape:   `stale` when the engine had changed: nothing was removed.
 */
export async function runAnnounced(run: AnnouncedRun): Promise<'done' | 'stale'> {
  const { session, deps, jobs, announcement, log } = run;
  const isBin = announcement.cause === 'bin-age';
  let end: Promise<JobEnd> | undefined;
  const { id: runId, ended } = jobs.start(
    { kind: isBin ? 'empty-bin' : 'clean-up', endpoint: announcement.endpoint },
    (control) => {
      end = session.command(() => runPlan({ session, deps }, shownOf(announcement, isBin), control));
      return end;
    },
  );
  log.write({ ...announcement, event: 'started', runId });
  await ended;
  try {
    const result = await end;
    const error = result?.error ?? null;
    const detail = [result?.state, error?.code, error?.detail].filter(Boolean).join(': ');
    log.write({ ...announcement, event: result?.state === 'failed' ? 'failed' : 'finished', runId, detail });
    return 'done';
  } catch (thrown) {
    // The job has told it already; the log needs it too.
    const { code, detail } = toAppError(thrown);
    const event = code === 'cancelled' ? 'cancelled' : 'failed';
    log.write({ ...announcement, event, runId, detail: [code, detail].filter(Boolean).join(': ') });
    return code === 'plan.stale' ? 'stale' : 'done';
  }
}

function shownOf({ plan, policyName }: AnnouncementView, isBin: boolean): ShownRun {
  return {
    fingerprint: plan.fingerprint,
    remove: plan.remove,
    containers: plan.containers.map(({ id }) => id),
    saveFirst: [],
    policyName,
    isBin,
    trigger: 'automatic',
  };
}
