import { AppError } from '../../domain/app-error.ts';
import { checkPlan } from '../../domain/cleanup/check-plan.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { executePlan } from './execute-plan.ts';
import { readPlanFacts } from './plan-facts.ts';
import { leftArchives, leftToSave, planLeft } from './plan-left.ts';
import { requireEndedRun } from './require-run.ts';
import type { RunTarget } from './run-target.ts';

/**
 * Goes on with a run that was broken off: only what was not done, from fresh facts, as a run of its own. The one that was
 * broken off is not offered again.
 * Errors:  `usage.invalid` for a run that cannot be gone on with.
 */
export async function resumeRun(target: RunTarget, runId: string, control: JobControl): Promise<JobEnd> {
  const { session, deps } = target;
  control.report({ step: 'checking' });
  const run = await requireEndedRun(target, runId);
  const facts = await readPlanFacts(session, deps);
  const checked = checkPlan(planLeft(run, facts, deps.sha256), facts);
  if (!checked.ok) throw new AppError('bug', { subject: 'clean-up plan', detail: checked.problem });
  const plan = checked.value;
  if (control.signal.aborted) throw new AppError('cancelled', { subject: session.endpoint.url });
  control.report({ total: plan.remove.length });
  const trigger = deps.shell === 'cli' ? 'script' : 'person';
  const about = { kind: run.kind, trigger, policyName: run.policyName, follows: runId } as const;
  const end = await executePlan(target, { plan, facts, saveFirst: leftToSave(run), about }, control);
  // Saved before it was broken off, and saved again now. A file that cannot be removed is no reason to fail.
  const kept = new Set(deps.store.run(control.id)?.items.map(({ archive }) => archive));
  const unneeded = leftArchives(run).filter((archive) => !kept.has(archive));
  for (const archive of unneeded) await deps.archives.remove(archive).catch(() => undefined);
  return end;
}
