import type { ItemResult } from '../../contract/views/job-view.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { ChainId } from '../../domain/image/hashes.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import type { JournalItem } from '../../ports/store.ts';
import type { RunJournal } from './journal-run.ts';
import { settledOutcome } from './settle-item.ts';

/** One change of an engine, and the look before it. */
export interface Step {
  readonly item: JournalItem;
  /** Looks again. Errors:  `engine.not-found` when there is nothing left to do, `engine.conflict` when something changed. */
  look(): Promise<void>;
  /** Does it. An `error` in the answer says what went otherwise than it was meant. */
  change(): Promise<StepChange>;
}

/** What became of a step. */
export interface StepChange {
  readonly outcome: ItemResult['outcome'];
  readonly error?: AppError | undefined;
  /** What the engine's reply names; absent when it told nothing. */
  readonly removedChains?: readonly ChainId[];
}

/** How a step ended. */
export interface StepEnd extends StepChange {
  readonly result: ItemResult;
  /** Set when nothing more may be begun: the engine or the journal is gone. */
  readonly lost: AppError | null;
}

/** What steps are run with. */
export interface StepContext {
  readonly engine: Engine;
  readonly journal: RunJournal;
  readonly signal: AbortSignal;
  /** Whether a person gave it up in the middle; absent where steps are never given up. */
  readonly isGivenUp?: () => boolean;
}

/**
 * Looks, writes down that it is being tried, does it, and writes down what came of it.
 * Shape:   an answer that never came, or was given up, is settled by looking; when that cannot be done either, the journal says `trying`
 *          until somebody can.
 * Errors:  none; they are in the end of the step.
 */
export async function runStep(step: Step, context: StepContext): Promise<StepEnd> {
  const { journal } = context;
  try {
    await step.look();
  } catch (thrown) {
    const error = toAppError(thrown);
    return endStep(step, journal, wasGivenUp(context, error) ? givenUp : refusal(error, 'skipped'));
  }
  try {
    journal.tries(step.item);
  } catch (thrown) {
    // What cannot be written down is not done.
    const error = toAppError(thrown);
    return toEnd(step, { outcome: 'skipped', error }, error);
  }
  try {
    return endStep(step, journal, await step.change());
  } catch (thrown) {
    return afterFailure(step, context, toAppError(thrown));
  }
}

/** Ends a step, begun or not, with what became of it. */
export function endStep(step: Pick<Step, 'item'>, journal: RunJournal, change: StepChange): StepEnd {
  const { outcome, error } = change;
  const lost = error !== undefined && isEngineGone(error) ? error : null;
  try {
    journal.ends(step.item, { outcome, errorDetail: outcome === 'gone' ? '' : (error?.detail ?? '') });
    return toEnd(step, change, lost);
  } catch (thrown) {
    return toEnd(step, change, lost ?? toAppError(thrown));
  }
}

/** Whether an error means that the engine does not answer any more, rather than that it says no. */
function isEngineGone({ code }: AppError): boolean {
  return ['engine.unreachable', 'engine.timeout', 'engine.denied', 'cancelled', 'bug'].includes(code);
}

/** Nothing came of it, and that is no failure. */
const givenUp: StepChange = { outcome: 'skipped' };

function wasGivenUp({ isGivenUp }: StepContext, { code }: AppError): boolean {
  return code === 'cancelled' && isGivenUp?.() === true;
}

async function afterFailure(step: Step, context: StepContext, error: AppError): Promise<StepEnd> {
  const { engine, journal } = context;
  if (error.code === 'engine.not-found' || error.code === 'engine.conflict') {
    return endStep(step, journal, refusal(error, 'failed'));
  }
  try {
    const outcome = await settledOutcome(engine, step.item, AbortSignal.timeout(30_000));
    const isGivenUp = wasGivenUp(context, error);
    if (outcome === 'pending')
      return endStep(step, journal, isGivenUp ? givenUp : { outcome: 'failed', error });
    const end = endStep(step, journal, { outcome: asResult(outcome) });
    return { ...end, lost: end.lost ?? (isEngineGone(error) && !isGivenUp ? error : null) };
  } catch {
    // It stays `trying` in the journal: nobody knows, and whoever reads this engine next looks.
    return toEnd(step, { outcome: 'failed', error }, error);
  }
}

function asResult(outcome: JournalItem['outcome']): ItemResult['outcome'] {
  if (outcome !== 'pending' && outcome !== 'trying') return outcome;
  throw new AppError('bug', { detail: `an item cannot end as ${outcome}` });
}

function refusal(error: AppError, whenGone: 'skipped' | 'failed'): StepChange {
  if (error.code === 'engine.not-found') return { outcome: 'gone', error };
  if (error.code === 'engine.conflict') return { outcome: 'blocked', error };
  return { outcome: isEngineGone(error) ? whenGone : 'failed', error };
}

function toEnd({ item }: Pick<Step, 'item'>, change: StepChange, lost: AppError | null): StepEnd {
  const { outcome, error } = change;
  const result = {
    id: item.imageId,
    ...(item.reference === null ? {} : { reference: item.reference }),
    outcome,
    ...(error === undefined || outcome === 'gone' ? {} : { error: error.toData() }),
  };
  return { ...change, result, lost };
}
