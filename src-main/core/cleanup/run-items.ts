import type { ItemResult } from '../../contract/views/job-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { CleanupPlan, PlannedRemoval } from '../../domain/cleanup/cleanup-plan.ts';
import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import { removalLanes } from '../../domain/cleanup/removal-lanes.ts';
import { shortenId, type ImageId } from '../../domain/image/hashes.ts';
import { mapBounded } from '../bounded.ts';
import type { JobControl } from '../jobs/job-board.ts';
import type { RunJournal } from './journal-run.ts';
import { runItem, type BytesOfChains } from './run-item.ts';
import type { StepChange } from './run-step.ts';
import type { RunTarget } from './run-target.ts';

/** Lanes at once. The containerd store collects its garbage within each removal; more would only wait (ENGINES §6). */
const lanesAtOnce = { classic: 4, containerd: 2 } as const;

/** Longer than any removal takes; the engine's own deadlines end before it. */
const itemLimitMs = 10 * 60_000;

/** A plan, and what its items need. */
export interface ItemsInput {
  readonly target: RunTarget;
  readonly plan: CleanupPlan;
  readonly facts: PlanFacts;
  readonly journal: RunJournal;
  readonly bytesOf: BytesOfChains;
  /** Images that must not be touched any more, and why. */
  readonly refused: ReadonlyMap<ImageId, AppError>;
  /** Set when the engine or the journal went away before. */
  readonly lost: AppError | null;
}

/** What became of many items. */
export interface ItemsEnd {
  readonly results: readonly ItemResult[];
  readonly lost: AppError | null;
}

/**
 * Does the items of a plan, several lanes side by side.
 * Shape:   results in the order of the plan. Cancelled between items, never within one; after a loss nothing is begun.
 */
export async function runItems(input: ItemsInput, control: JobControl): Promise<ItemsEnd> {
  const { plan, facts, target } = input;
  const images = new Map(facts.snapshot.images.map((image) => [image.id, image]));
  const results: (readonly ItemResult[])[] = plan.remove.map(() => []);
  const current = new Set<string>();
  let { lost } = input;
  let done = 0;
  const runOne = async (item: PlannedRemoval, at: number): Promise<void> => {
    const image = images.get(item.id);
    if (image === undefined)
      throw new AppError('bug', { subject: item.id, detail: 'planned without its image' });
    const label = item.references[0] ?? shortenId(item.id);
    control.report({ step: 'removing', done, current: [...current.add(label)] });
    const about = { ...targetParts(target), item, image, journal: input.journal };
    const signal = AbortSignal.timeout(itemLimitMs);
    const end = await runItem({ ...about, signal }, input.bytesOf, insteadOf(input, item, { lost, control }));
    results[at] = end.results;
    lost ??= end.lost;
    done += 1;
    current.delete(label);
    control.report({ done, current: [...current] });
    control.tell(end.results);
  };
  await mapBounded(removalLanes(plan, facts), lanesAtOnce[facts.snapshot.store], async (lane) => {
    for (const at of lane) {
      const item = plan.remove[at];
      if (item !== undefined) await runOne(item, at);
    }
  });
  return { results: results.flat(), lost };
}

function targetParts({ session, deps }: RunTarget) {
  return { engine: session.engine, store: deps.store, nowMs: () => deps.clock.now() };
}

/** Why an item is not begun; undefined when nothing speaks against it. */
function insteadOf(
  { refused }: ItemsInput,
  { id }: PlannedRemoval,
  { lost, control }: { readonly lost: AppError | null; readonly control: JobControl },
): StepChange | undefined {
  if (lost !== null || control.signal.aborted) return { outcome: 'skipped' };
  const error = refused.get(id);
  if (error === undefined) return undefined;
  return { outcome: error.code === 'engine.conflict' ? 'blocked' : 'failed', error };
}
