import { AppError } from '../../domain/app-error.ts';
import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { planShown } from '../../domain/cleanup/compare-plan.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import type { CleanupPolicy, PlanOptions } from '../../domain/cleanup/policy.ts';
import type { ShownRemoval } from '../../domain/cleanup/shown-plan.ts';
import { unknownPicks } from '../../domain/cleanup/unknown-picks.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import type { RegistryAsker } from './ask-registries.ts';
import { recentPlanFacts } from './plan-facts.ts';
import { referencesToCheck } from './references-to-check.ts';

/** What a plan is asked for. */
export interface PlanRequest extends PlanOptions {
  readonly policy: CleanupPolicy;
  /** Exactly these items of a plan of the policy that was shown; absent: all the policy asks for. */
  readonly shown?: { readonly remove: readonly ShownRemoval[] } | undefined;
}

type PlanDeps = Pick<CoreDeps, 'sha256' | 'clock' | 'store'> & { readonly registries: RegistryAsker };

/**
 * Plans from facts of now or of a moment ago. Nothing is removed. A policy with the rule `re-pullable` asks registries
 * first; what they do not say is a note of the plan.
 * Errors:  `engine.not-found` when something was picked that the engine does not hold (any more).
 */
export async function makePlan(
  session: EngineSession,
  { policy, park, containers, shown }: PlanRequest,
  deps: PlanDeps,
): Promise<CleanupPlan> {
  const facts = await recentPlanFacts(session, deps);
  if (shown !== undefined) {
    const items = { remove: shown.remove, containers, isBin: policy.kind === 'bin' };
    return planShown(items, facts, deps.sha256);
  }
  const [missing] = unknownPicks(facts.snapshot, policy);
  if (missing !== undefined) {
    throw new AppError('engine.not-found', {
      subject: missing.reference ?? missing.id,
      detail: 'it was picked, and the engine does not hold it',
    });
  }
  const how = { sha256: deps.sha256, options: { park, containers } };
  const references = referencesToCheck(facts, policy, deps.sha256);
  if (references.length === 0) return planCleanup(facts, policy, how);
  await deps.registries.ask(session, references);
  const registryChecks = deps.store.registryChecks(facts.snapshot.engineId);
  return planCleanup({ ...facts, past: { ...facts.past, registryChecks } }, policy, how);
}
