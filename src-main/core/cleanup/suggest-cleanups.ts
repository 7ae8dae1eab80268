import { setImmediate as breathe } from 'node:timers/promises';

import type { SuggestionView } from '../../contract/views/cleanup-view.ts';
import type { LayerFamily } from '../../contract/views/engine-view.ts';
import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import { usualPlanOptions, type RulePolicy } from '../../domain/cleanup/policy.ts';
import type { Recoverability } from '../../domain/cleanup/recoverability.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { familyBytes } from '../../domain/ledger/family-bytes.ts';
import { reclaimCalculator, type ReclaimCalculator } from '../../domain/ledger/freed-bytes.ts';
import { layerFamilies } from '../../domain/ledger/layer-families.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { planFactsOf, recentState } from './plan-facts.ts';
import { readyMadePolicies } from './ready-made-policies.ts';

/** Families a card's strip can tell apart. */
const mostFamilies = 24;

/**
 * Ready-made and saved policies with what each would do now: one reading of the engine for all, no registry asked. A
 * policy that finds nothing is listed with 0.
 * Errors:  as `planFactsOf`.
 */
export async function suggestCleanups(
  session: EngineSession,
  deps: Pick<CoreDeps, 'store' | 'clock' | 'sha256'>,
): Promise<readonly SuggestionView[]> {
  const state = await recentState(session, deps.clock);
  const facts = planFactsOf(state, deps);
  const families = layerFamilies(state.ledger, deps.sha256);
  const calculate = reclaimCalculator(facts.reclaim);
  const cards = [
    ...readyMadePolicies(facts.past, facts.nowMs).map((ready) => ({ ...ready, name: null })),
    ...deps.store.policies().map(({ name, policy }) => ({ key: `saved:${name}`, name, policy })),
  ];
  const views: SuggestionView[] = [];
  for (const card of cards) {
    const plan = planCleanup(facts, card.policy, { sha256: deps.sha256, options: usualPlanOptions });
    views.push(toView(card, plan, { families, calculate }));
    // Ten plans over ten thousand images are a second: others are answered in between.
    await breathe();
  }
  return views;
}

interface Card {
  readonly key: string;
  readonly name: string | null;
  readonly policy: RulePolicy;
}

interface FamilyFacts {
  readonly families: ReadonlyMap<ImageId, LayerFamily>;
  readonly calculate: ReclaimCalculator;
}

function toView(card: Card, plan: CleanupPlan, { families, calculate }: FamilyFacts): SuggestionView {
  const going = plan.remove.filter(({ effect }) => effect === 'remove');
  const parts = familyBytes(
    going.map(({ id }) => id),
    (id) => families.get(id),
    calculate,
  );
  return {
    ...card,
    imageCount: going.length,
    untagCount: plan.remove.length - going.length,
    frees: plan.frees.total,
    doubts: plan.frees.doubts,
    notes: plan.notes,
    mix: mixOf(going.map(({ recovery }) => recovery.kind)),
    families: parts.slice(0, mostFamilies),
  };
}

function mixOf(kinds: readonly Recoverability[]): SuggestionView['mix'] {
  const count = (kind: Recoverability): number => kinds.filter((each) => each === kind).length;
  return {
    're-pullable': count('re-pullable'),
    rebuildable: count('rebuildable'),
    'local-only': count('local-only'),
    unknown: count('unknown'),
  };
}
