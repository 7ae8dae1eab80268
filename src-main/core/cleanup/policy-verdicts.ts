import type { PolicyVerdict } from '../../contract/views/cleanup-view.ts';
import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import type { PlanFacts, Sha256 } from '../../domain/cleanup/plan-facts.ts';
import { usualPlanOptions } from '../../domain/cleanup/policy.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { SavedPolicy } from '../../ports/policy-store.ts';
import { toContainerRow } from '../engines/container-row.ts';
import type { EngineState } from '../engines/engine-state.ts';

/** A verdict may depend on what the time is; older than this it is made anew. */
const validMs = 60_000;

type Verdicts = ReadonlyMap<ImageId, PolicyVerdict>;

interface Made {
  readonly atMs: number;
  /** What was planned: policies and pins as they were. */
  readonly of: string;
  readonly policies: readonly Verdicts[];
}

/** What every saved policy says about every image, planned once for a state and not once for each click. */
export class PolicyVerdicts {
  readonly #made = new WeakMap<EngineState, Made>();

  /** One verdict for each policy, in their order. */
  of(
    state: EngineState,
    id: ImageId,
    input: { readonly facts: PlanFacts; readonly policies: readonly SavedPolicy[]; readonly sha256: Sha256 },
  ): readonly PolicyVerdict[] {
    return this.#all(state, input).flatMap((verdicts) => verdicts.get(id) ?? []);
  }

  #all(state: EngineState, { facts, policies, sha256 }: Parameters<PolicyVerdicts['of']>[2]) {
    const of = JSON.stringify([policies, facts.pins]);
    const last = this.#made.get(state);
    if (last !== undefined && last.of === of && facts.nowMs - last.atMs < validMs) return last.policies;
    const how = { sha256, options: usualPlanOptions };
    const made = policies.map(({ name, policy }) => verdictsOf(name, planCleanup(facts, policy, how)));
    this.#made.set(state, { atMs: facts.nowMs, of, policies: made });
    return made;
  }
}

function verdictsOf(policyName: string, plan: CleanupPlan): Verdicts {
  const verdicts = new Map<ImageId, PolicyVerdict>();
  for (const { id, effect, reasons } of plan.remove) {
    verdicts.set(id, {
      policyName,
      // An image that only loses a tag or a platform stays, and the reasons say why it loses it.
      goes: effect === 'remove' || effect === 'park',
      removeReasons: reasons,
      keepReasons: [],
      containers: [],
      pin: null,
    });
  }
  for (const { id, reasons, containers, pin } of plan.keep) {
    verdicts.set(id, {
      policyName,
      goes: false,
      removeReasons: [],
      keepReasons: reasons,
      containers: containers.map(toContainerRow),
      pin,
    });
  }
  return verdicts;
}
