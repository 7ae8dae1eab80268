import type { CleanupPlan, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy, PlanOptions } from '#main/domain/cleanup/policy.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';

import type { BallastClient } from '../api/client.ts';
import type { PlanRequest } from './plan-state.svelte.ts';

/** What `cleanup.plan` takes. */
export type PlanInput = Parameters<BallastClient['cleanup']['plan']>[0];

/** What `cleanup.run` takes. */
export type RunInput = Parameters<BallastClient['cleanup']['run']>[0];

/** What goes with a plan when it runs. */
interface RunExtras {
  readonly request: PlanRequest;
  readonly saveFirst: readonly ImageId[];
}

/** Asks for a plan of all a policy asks for. The contract takes plain arrays. */
export function toPlanInput(endpoint: string, policy: CleanupPolicy, options: PlanOptions): PlanInput {
  return {
    endpoint,
    policy: toPolicyInput(policy),
    park: options.park,
    containers: [...options.containers],
  };
}

/** Asks for a plan of exactly these items of one that was shown. */
export function toTickedInput(
  request: PlanRequest,
  options: PlanOptions,
  ticked: readonly PlannedRemoval[],
): PlanInput {
  return {
    ...toPlanInput(request.endpoint, request.policy, options),
    shown: { remove: ticked.map(toShownItem) },
  };
}

/** Runs a plan as it was shown. */
export function toRunInput(plan: CleanupPlan, { request, saveFirst }: RunExtras): RunInput {
  const going = new Set(plan.remove.map(({ id }) => id));
  return {
    endpoint: request.endpoint,
    fingerprint: plan.fingerprint,
    remove: plan.remove.map(toShownItem),
    containers: plan.containers.map(({ id }) => id),
    saveFirst: saveFirst.filter((id) => going.has(id)),
    policyName: request.policyName,
    isBin: request.policy.kind === 'bin',
  };
}

function toShownItem(item: PlannedRemoval): RunInput['remove'][number] {
  const { id, effect, references, platforms, reasons } = item;
  return { id, effect, references: [...references], platforms: [...platforms], reasons: [...reasons] };
}

function toPolicyInput(policy: CleanupPolicy): PlanInput['policy'] {
  switch (policy.kind) {
    case 'rules':
      return { ...policy, rules: [...policy.rules], pins: [...policy.pins] };
    case 'picked':
      return {
        kind: 'picked',
        picks: policy.picks.map(({ id, references }) => ({ id, references: references && [...references] })),
      };
    case 'bin':
      return policy;
  }
}
