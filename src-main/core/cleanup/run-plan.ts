import { AppError } from '../../domain/app-error.ts';
import { checkPlan } from '../../domain/cleanup/check-plan.ts';
import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { comparePlan } from '../../domain/cleanup/compare-plan.ts';
import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { executePlan } from './execute-plan.ts';
import { readPlanFacts } from './plan-facts.ts';
import type { RunTarget } from './run-target.ts';
import type { ShownRun } from './shown-run.ts';

/**
 * Runs a plan: reads the facts again, refuses it when they changed, removes item by item, never forces, and says what
 * was promised and what was measured.
 * Errors:  `plan.stale` and `bug` before anything was removed.
 */
export async function runPlan(target: RunTarget, shown: ShownRun, control: JobControl): Promise<JobEnd> {
  const { session, deps } = target;
  control.report({ step: 'checking', total: shown.remove.length });
  const { plan, facts } = await freshPlan(target, shown);
  if (control.signal.aborted) throw new AppError('cancelled', { subject: session.endpoint.url });
  const about = {
    kind: shown.isBin ? 'empty-bin' : 'clean-up',
    trigger: shown.trigger ?? (deps.shell === 'cli' ? 'script' : 'person'),
    policyName: shown.policyName,
    follows: null,
  } as const;
  return executePlan(target, { plan, facts, saveFirst: shown.saveFirst, about }, control);
}

async function freshPlan(
  { session, deps }: RunTarget,
  shown: ShownRun,
): Promise<{ readonly plan: CleanupPlan; readonly facts: PlanFacts }> {
  const facts = await readPlanFacts(session, deps);
  const now = comparePlan(shown, facts, deps.sha256);
  if (!now.holds) {
    throw new AppError('plan.stale', {
      subject: session.endpoint.url,
      detail: JSON.stringify(now.changes),
    });
  }
  const checked = checkPlan(now.plan, facts);
  if (!checked.ok) throw new AppError('bug', { subject: 'clean-up plan', detail: checked.problem });
  return { plan: checked.value, facts };
}
