import type { JournalItem, JournalOutcome, JournalRun } from '../../ports/store.ts';
import { leaveBin } from './park-item.ts';
import { settledOutcome } from './settle-item.ts';
import { engineIdNow, type RunTarget } from './run-target.ts';

/** Runs that are searched for items nobody knows the end of: an engine was lost while they were tried. */
const recentRuns = 100;

const lookLimitMs = 60_000;

/**
 * Settles what runs left behind that were broken off: those of a Ballast that is gone, and items that were being tried
 * when an engine was lost. What was tried is looked at; what was not begun is left to do.
 * Shape:   the engine loses nothing by it but a place in the recycle bin that nothing was moved to yet.
 * Errors:  whatever keeps the engine from answering; then nothing was settled, and the next call does it.
 */
export async function settleInterruptedRuns(target: RunTarget): Promise<void> {
  const { session, deps } = target;
  const engine = await engineIdNow({ session });
  const ended = deps.store.runs(recentRuns).filter((run) => run.engine === engine && run.state !== 'running');
  for (const run of [...deps.store.openRuns(engine), ...ended]) await settleRun(target, run);
}

/** Settles one run, unless somebody is at it. */
export async function settleRun(target: RunTarget, run: JournalRun): Promise<void> {
  const { store, clock, machine } = target.deps;
  const isOpen = run.state === 'running';
  if (isOpen && (run.owner === machine.self || machine.isAlive(run.owner))) return;
  const tried = run.items.filter(({ outcome }) => outcome === 'trying');
  if (!isOpen && tried.length === 0) return;
  const settled: JournalItem[] = [];
  for (const item of tried) settled.push({ ...item, ...(await lookAt(target, item)) });
  // Only now: an engine that does not answer must not leave a run that nobody settles any more.
  if (isOpen && !store.takeOver(run.runId, run.owner, machine.self)) return;
  const atMs = clock.now();
  for (const item of settled) {
    store.writeItem(run.runId, { ...item, finishedAtMs: item.outcome === 'pending' ? null : atMs });
  }
  if (isOpen) store.finishRun(run.runId, { atMs, state: 'interrupted', measuredBytes: 'unknown' });
}

async function lookAt(
  { session }: RunTarget,
  item: JournalItem,
): Promise<{ readonly outcome: JournalOutcome }> {
  const { engine } = session;
  const signal = AbortSignal.timeout(lookLimitMs);
  const outcome = await settledOutcome(engine, item, signal);
  if (outcome === 'pending' && item.effect === 'park') {
    await leaveBin({ engine, signal }, item.imageId, { binTag: item.parkedAs, names: item.references });
  }
  return { outcome };
}
