import type { ItemResult } from '../../contract/views/job-view.ts';
import { toAppError, type AppError } from '../../domain/app-error.ts';
import type { ChainId } from '../../domain/image/hashes.ts';
import { unknown, type MaybeBytes } from '../../domain/unknown.ts';
import { differenceOf } from './differences.ts';
import type { ItemInput } from './item-input.ts';
import { itemSteps } from './item-steps.ts';
import { endStep, runStep, type Step, type StepChange, type StepContext, type StepEnd } from './run-step.ts';

/** What became of an item. */
export interface ItemEnd {
  /** One per step; what was promised and measured is on the first. */
  readonly results: readonly ItemResult[];
  /** Set when the engine or the journal went away: what is in `results` was done all the same. */
  readonly lost: AppError | null;
}

/** Bytes of the layers an engine says to have removed; null where it tells none. */
export type BytesOfChains = ((chains: readonly ChainId[]) => MaybeBytes) | null;

/**
 * Does one item of a plan step by step, or writes down why it is not begun.
 * Errors:  none; an engine that is gone is told in `lost`, so that what was done before is not forgotten.
 */
export async function runItem(
  input: ItemInput,
  bytesOf: BytesOfChains,
  instead?: StepChange,
): Promise<ItemEnd> {
  const steps = itemSteps(input);
  const ends = await runSteps(steps, input, instead);
  const lost = ends.find((end) => end.lost !== null)?.lost ?? null;
  const [first, ...others] = ends.map(({ result }) => result);
  if (first === undefined) return { results: [], lost };
  const promised = input.item.frees;
  const measuredBytes = measuredOf(ends, bytesOf);
  const outcomes = ends.map(({ outcome }) => outcome);
  const difference = differenceOf({ promised, measuredBytes, outcomes });
  const results = [
    { ...first, promised, measuredBytes, ...(difference === null ? {} : { difference }) },
    ...others,
  ];
  return { results, lost: lost ?? noteMeasured(input, { measuredBytes, difference }) };
}

/**
 * Runs steps one after another.
 * Shape:   a step that is blocked or fails ends it, and the steps after it say so; a step that found its work done does not.
 */
async function runSteps(
  steps: readonly Step[],
  context: StepContext,
  instead?: StepChange,
): Promise<readonly StepEnd[]> {
  const ends: StepEnd[] = [];
  let stop = instead;
  for (const step of steps) {
    const end = stop === undefined ? await runStep(step, context) : endStep(step, context.journal, stop);
    ends.push(end);
    stop ??= whyStop(end);
  }
  return ends;
}

function whyStop({ outcome, error, lost }: StepEnd): StepChange | undefined {
  if (outcome === 'blocked') return { outcome, error };
  if (lost !== null || outcome === 'failed' || outcome === 'skipped') return { outcome: 'skipped', error };
  return undefined;
}

/** What the replies name; what was done without a reply is not known, and what was not removed freed nothing. */
function measuredOf(ends: readonly StepEnd[], bytesOf: BytesOfChains): MaybeBytes {
  if (ends.some(({ outcome, lost }) => outcome === 'failed' && lost !== null)) return unknown;
  const isSilent = ends.some(
    ({ outcome, removedChains }) => outcome === 'removed' && removedChains === undefined,
  );
  const removing = ends.filter(({ outcome }) => outcome === 'removed' || outcome === 'failed');
  if (removing.every(({ removedChains }) => removedChains === undefined)) return isSilent ? unknown : 0;
  if (isSilent || bytesOf === null) return unknown;
  return bytesOf(ends.flatMap(({ removedChains }) => removedChains ?? []));
}

function noteMeasured(
  { journal, item }: ItemInput,
  measured: Pick<ItemResult, 'measuredBytes'> & { readonly difference: ItemResult['difference'] | null },
): AppError | null {
  const [first] = journal.of(item.id, item.effect);
  if (first === undefined) return null;
  try {
    journal.notes(first, {
      measuredBytes: measured.measuredBytes ?? unknown,
      difference: measured.difference ?? null,
    });
    return null;
  } catch (thrown) {
    return toAppError(thrown);
  }
}
