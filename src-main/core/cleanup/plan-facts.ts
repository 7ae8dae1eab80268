import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/** Facts read from the engine now, the build cache included: a plan is never made from what was. */
export async function readPlanFacts(session: EngineSession): Promise<PlanFacts> {
  const { snapshot, reclaim } = await session.refresh({ withBuildCache: true });
  return { snapshot, reclaim };
}
