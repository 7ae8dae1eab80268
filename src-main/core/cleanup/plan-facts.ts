import { AppError } from '../../domain/app-error.ts';
import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import { isKnown } from '../../domain/unknown.ts';
import type { EngineState } from '../engines/engine-state.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/** How old facts may be to show a plan. Running one always reads again. */
const recentMs = 5_000;

/** Facts read from the engine now, the build cache included: nothing is removed on what was. */
export async function readPlanFacts(session: EngineSession): Promise<PlanFacts> {
  return factsOf(await session.refresh({ withBuildCache: true }));
}

/**
 * Facts for a plan to look at: those of a moment ago where there are some, so that a screen of suggestions costs one
 * list and not one each (12 s at 1,000 images on the containerd store). A change told meanwhile has replaced them.
 */
export async function recentPlanFacts(session: EngineSession, nowMs: number): Promise<PlanFacts> {
  const last = session.state?.snapshot;
  const isRecent = last !== undefined && nowMs - last.takenAtMs < recentMs && isKnown(last.buildCache);
  return factsOf((isRecent ? session.state : null) ?? (await session.refreshShared()));
}

/** A container that could not be read may hold any image: then nothing is planned. */
function factsOf({ snapshot, reclaim }: EngineState): PlanFacts {
  const unread = snapshot.skipped.find(({ answer }) => answer === 'GET /containers/json');
  if (unread !== undefined) {
    throw new AppError('engine.bad-answer', {
      subject: 'GET /containers/json',
      detail: `a container could not be read, and it may hold any image: ${unread.why}`,
    });
  }
  return { snapshot, reclaim };
}
