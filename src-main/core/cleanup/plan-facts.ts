import { AppError } from '../../domain/app-error.ts';
import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import { isKnown } from '../../domain/unknown.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineState } from '../engines/engine-state.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { recordedPast } from './recorded-past.ts';

/** How old facts may be to show a plan. Running one always reads again. */
const recentMs = 5_000;
/** The same where events replace them when something changes; not for ever, because old engines do not tell of builds. */
const followedMs = 30_000;

type FactDeps = Pick<CoreDeps, 'store' | 'clock'>;

/** Facts read from the engine now, the build cache included: nothing is removed on what was. */
export async function readPlanFacts(session: EngineSession, deps: FactDeps): Promise<PlanFacts> {
  return planFactsOf(await session.refresh({ withBuildCache: true }), deps);
}

/** Facts for a plan to look at: those of a moment ago where there are some. */
export async function recentPlanFacts(session: EngineSession, deps: FactDeps): Promise<PlanFacts> {
  return planFactsOf(await recentState(session, deps.clock), deps);
}

/**
 * The state of a moment ago with its build cache, or a new one, so that a screen of suggestions costs one list and not
 * one each (12 s at 1,000 images on the containerd store). A change told meanwhile has replaced it.
 */
export async function recentState(session: EngineSession, clock: Clock): Promise<EngineState> {
  const { state } = session;
  const limitMs = session.isCurrent ? followedMs : recentMs;
  const isRecent =
    state !== null && clock.now() - state.snapshot.takenAtMs < limitMs && isKnown(state.snapshot.buildCache);
  return isRecent ? state : session.refreshShared();
}

/** The state that events keep true; where nobody follows them, one of a moment ago or a new one. */
export async function currentState(session: EngineSession, clock: Clock): Promise<EngineState> {
  const { state } = session;
  const isTrue = state !== null && (session.isCurrent || clock.now() - state.snapshot.takenAtMs < recentMs);
  return isTrue ? state : session.refresh();
}

/**
 * What a plan stands on: one state of the engine, and what was written down about it.
 * Errors:  `engine.bad-answer` when a container could not be read: it may hold any image, so nothing is planned. Pins
 *          that cannot be read are an error of the store, never no pins.
 */
export function planFactsOf(state: EngineState, { store, clock }: FactDeps): PlanFacts {
  const { snapshot, reclaim, description } = state;
  const unread = snapshot.skipped.find(({ answer }) => answer === 'GET /containers/json');
  if (unread !== undefined) {
    throw new AppError('engine.bad-answer', {
      subject: 'GET /containers/json',
      detail: `a container could not be read, and it may hold any image: ${unread.why}`,
    });
  }
  return {
    snapshot,
    reclaim,
    nowMs: clock.now(),
    pins: store.pins().map(({ pin }) => pin),
    past: recordedPast(store, snapshot),
    enginePlatform: description.platform,
    removesPlatforms: description.capabilities.removesPlatforms,
  };
}
