import { AppError } from '../../domain/app-error.ts';
import type { CleanupPlan, CleanupPolicy } from '../../domain/cleanup/cleanup-plan.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import { unknownPicks } from '../../domain/cleanup/unknown-picks.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { recentPlanFacts } from './plan-facts.ts';

/**
 * Plans from facts of now or of a moment ago. Nothing is removed.
 * Errors:  `engine.not-found` when something was picked that the engine does not hold (any more).
 */
export async function makePlan(
  session: EngineSession,
  policy: CleanupPolicy,
  { sha256, clock }: Pick<CoreDeps, 'sha256' | 'clock'>,
): Promise<CleanupPlan> {
  const facts = await recentPlanFacts(session, clock.now());
  const [missing] = unknownPicks(facts.snapshot, policy);
  if (missing !== undefined) {
    throw new AppError('engine.not-found', {
      subject: missing.reference ?? missing.id,
      detail: 'it was picked, and the engine does not hold it',
    });
  }
  return planCleanup(facts, policy, sha256);
}
