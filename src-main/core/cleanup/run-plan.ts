import type { CleanupResult, ItemResult } from '../../contract/views/job-view.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import { checkPlan } from '../../domain/cleanup/check-plan.ts';
import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { comparePlan } from '../../domain/cleanup/compare-plan.ts';
import { shortenId } from '../../domain/image/hashes.ts';
import { subtractBytes, unknown } from '../../domain/unknown.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { RunJournal } from './journal-run.ts';
import { readPlanFacts } from './plan-facts.ts';
import { removeItem } from './remove-item.ts';
import type { RunTarget } from './run-target.ts';
import type { ShownRun } from './shown-run.ts';

/**
 * Runs a plan: reads the facts again, refuses it when they changed, removes item by item, never forces, and says what
 * was promised and what was measured.
 * Errors:  `plan.stale` and `bug` before anything was removed. A lost engine afterwards is a `partial` end: every item
 *          then has a known outcome.
 */
export async function runPlan(
  { session, deps }: RunTarget,
  shown: ShownRun,
  control: JobControl,
): Promise<JobEnd> {
  control.report({ step: 'checking', total: shown.remove.length });
  const { plan, images } = await freshPlan(session, deps, shown);
  if (control.signal.aborted) throw new AppError('cancelled', { subject: session.endpoint.url });
  const before = await layersBytes(session);
  const journal = new RunJournal(deps, control.id, { plan, images, endpoint: session.endpoint.url });
  const { results, lost } = await removeAll({ session, plan, journal }, control);
  control.report({ step: 'measuring', current: '' });
  const measuredBytes = lost === null ? subtractBytes(before, await layersBytes(session)) : unknown;
  const unwritten = finished(journal, measuredBytes);
  // The window follows by events anyway; the command line and old engines that tell no event need this.
  if (lost === null) await session.refresh().catch(() => undefined);
  const result: CleanupResult = { results, promised: plan.frees.total, measuredBytes };
  return { state: endStateOf(results, lost), result, error: (lost ?? unwritten)?.toData() ?? null };
}

async function freshPlan(
  session: EngineSession,
  { sha256 }: CoreDeps,
  shown: ShownPlan,
): Promise<{ readonly plan: CleanupPlan; readonly images: Parameters<typeof checkPlan>[1]['images'] }> {
  const facts = await readPlanFacts(session);
  const now = comparePlan(shown, facts, sha256);
  if (!now.holds) {
    throw new AppError('plan.stale', {
      subject: session.endpoint.url,
      detail: JSON.stringify(now.changes),
    });
  }
  const checked = checkPlan(now.plan, facts.snapshot);
  if (!checked.ok) throw new AppError('bug', { subject: 'clean-up plan', detail: checked.problem });
  return { plan: checked.value, images: facts.snapshot.images };
}

async function removeAll(
  { session, plan, journal }: { session: EngineSession; plan: CleanupPlan; journal: RunJournal },
  control: JobControl,
): Promise<{ readonly results: readonly ItemResult[]; readonly lost: AppError | null }> {
  const results: ItemResult[] = [];
  let lost: AppError | null = null;
  for (const [index, item] of plan.remove.entries()) {
    control.report({ step: 'removing', done: index, current: item.references[0] ?? shortenId(item.id) });
    if (lost !== null || control.signal.aborted) {
      results.push({ id: item.id, outcome: 'skipped' });
      const unwritten = journaled(journal, item.id, results.slice(-1));
      lost ??= unwritten;
      continue;
    }
    // Not cancelled in the middle: an item is done or not done.
    const end = await removeItem({ engine: session.engine, item, signal: AbortSignal.timeout(10 * 60_000) });
    results.push(...end.results);
    // What cannot be written down any more is not removed either; what was removed stays in the result.
    const unwritten = journaled(journal, item.id, end.results);
    lost = end.lost ?? unwritten;
  }
  control.report({ done: plan.remove.length });
  return { results, lost };
}

function finished(journal: RunJournal, measuredBytes: MaybeBytes): AppError | null {
  try {
    journal.finish(measuredBytes);
    return null;
  } catch (error) {
    return toAppError(error);
  }
}

/** Writes down what became of an item; the reason when that fails, and then nothing more is begun. */
function journaled(journal: RunJournal, id: string, results: readonly ItemResult[]): AppError | null {
  try {
    journal.write(id, results);
    return null;
  } catch (error) {
    return toAppError(error);
  }
}

async function layersBytes(session: EngineSession): Promise<MaybeBytes> {
  try {
    return (await session.engine.totals(AbortSignal.timeout(10 * 60_000))).layersBytes;
  } catch {
    // Measuring is a service, not a condition: what was freed then stays unknown, and is shown as that.
    return unknown;
  }
}

function endStateOf(results: readonly ItemResult[], lost: AppError | null): JobEnd['state'] {
  const undone = results.filter(({ outcome }) => !['removed', 'untagged', 'gone'].includes(outcome));
  if (undone.length === 0) return 'succeeded';
  if (lost === null && undone.every(({ outcome }) => outcome === 'skipped')) return 'cancelled';
  return 'partial';
}
