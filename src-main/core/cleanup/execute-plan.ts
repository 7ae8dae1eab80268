import type { CleanupResult, ItemResult } from '../../contract/views/job-view.ts';
import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { boundBytes, isExact } from '../../domain/ledger/byte-bound.ts';
import { chainBytes } from '../../domain/ledger/chain-bytes.ts';
import { unknown } from '../../domain/unknown.ts';
import type { NewRun } from '../../ports/store.ts';
import type { EngineState } from '../engines/engine-state.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { differenceOf } from './differences.ts';
import { endStateOf } from './end-state.ts';
import { journalItems } from './journal-items.ts';
import { RunJournal } from './journal-run.ts';
import { bytesBetween, layersBytes } from './layers-bytes.ts';
import { parkedEntries } from './parked-items.ts';
import { removeContainers } from './remove-containers.ts';
import type { BytesOfChains } from './run-item.ts';
import { runItems, type ItemsEnd, type ItemsInput } from './run-items.ts';
import type { RunTarget } from './run-target.ts';
import { dropUnneededArchives, saveFirst } from './save-first.ts';

/** A plan that was checked against facts of now. */
export interface CheckedPlan {
  readonly plan: CleanupPlan;
  readonly facts: PlanFacts;
  readonly saveFirst: readonly ImageId[];
  readonly about: Pick<NewRun, 'kind' | 'trigger' | 'policyName' | 'follows'>;
}

/**
 * Carries a plan out: writes it down, saves what is to be saved, removes containers, then images, and measures.
 * Errors:  those of the journal before anything was done. A lost engine afterwards is a `partial` end: every item then has
 *          a known outcome, or stands as `trying` until somebody can look.
 */
export async function executePlan(
  target: RunTarget,
  checked: CheckedPlan,
  control: JobControl,
): Promise<JobEnd> {
  const { plan, facts } = checked;
  const before = await layersBytes(target.session);
  const journal = startJournal(target, checked, control.id);
  try {
    // Once what it left is written down anew, nobody needs to be asked about it any more.
    if (checked.about.follows !== null) target.deps.store.dismissRun(checked.about.follows);
    const { results, lost } = await carryOut({ target, plan, facts, journal }, checked, control);
    control.report({ step: 'measuring', current: [] });
    const measuredBytes = lost === null ? bytesBetween(before, await layersBytes(target.session)) : unknown;
    const promised = plan.frees.total;
    const outcomes = results.map(({ outcome }) => outcome);
    const difference = differenceOf({ promised, measuredBytes, outcomes });
    const unwritten = journal.finish(endStateOf(results, lost), measuredBytes);
    const error = lost ?? unwritten;
    // The window follows by events anyway; the command line and old engines that tell no event need this.
    if (lost === null) await target.session.refresh().catch(() => undefined);
    const result: CleanupResult = {
      runId: control.id,
      results,
      promised,
      measuredBytes,
      ...named(difference),
    };
    return { state: endStateOf(results, error), result, error: error?.toData() ?? null };
  } catch (thrown) {
    journal.finish('failed');
    throw thrown;
  }
}

function startJournal({ deps, session }: RunTarget, checked: CheckedPlan, runId: string): RunJournal {
  const { plan, facts, about } = checked;
  return new RunJournal(deps, {
    ...about,
    runId,
    engine: plan.engineId,
    endpoint: session.endpoint.url,
    promisedBytes: boundBytes(plan.frees.total),
    promisedExactly: isExact(plan.frees.total),
    items: journalItems({
      plan,
      images: facts.snapshot.images,
      saveFirst: checked.saveFirst,
      parked: parkedEntries(deps.store, plan.engineId),
    }),
  });
}

async function carryOut(
  input: Omit<ItemsInput, 'bytesOf' | 'refused' | 'lost'>,
  { saveFirst: ids }: CheckedPlan,
  control: JobControl,
): Promise<ItemsEnd> {
  const bytesOf = bytesOfChains(input.target);
  const saved = await saveFirst(input, ids, control);
  const before = await removeContainers({ ...input, refused: saved.refused, lost: null }, control);
  const { refused } = before;
  const { results, lost } = await runItems({ ...input, bytesOf, refused, lost: before.lost }, control);
  await dropUnneededArchives(input).catch(() => undefined);
  return { results: [...before.results, ...results], lost };
}

/** The model the plan stands on is that of the last reading. */
function bytesOfChains({ session, deps }: RunTarget): BytesOfChains {
  const state: EngineState | null = session.state;
  if (state?.description.capabilities.repliesWithChains !== true) return null;
  return chainBytes(state.ledger, deps.sha256);
}

function named(difference: ItemResult['difference'] | null): Pick<CleanupResult, 'difference'> {
  return difference === null || difference === undefined ? {} : { difference };
}
