import type { ContainerId } from '../image/hashes.ts';
import type { CleanupPlan, PlannedRemoval } from './cleanup-plan.ts';

/** What came back from the person the plan was shown to. */
export interface ShownPlan {
  readonly fingerprint: string;
  readonly remove: readonly ShownRemoval[];
  /** Stopped containers that were shown to go first. */
  readonly containers: readonly ContainerId[];
  /** The bin is being emptied: only then may parked images go. */
  readonly isBin: boolean;
}

/** An item of a shown plan. Its reasons are only carried over into the plan that runs. */
export interface ShownRemoval extends Pick<PlannedRemoval, 'id' | 'effect' | 'references' | 'platforms'> {
  readonly reasons?: readonly string[];
}

/** What of a plan is sent back to run it. */
export function toShownPlan({ fingerprint, remove, containers, policy }: CleanupPlan): ShownPlan {
  return {
    fingerprint,
    remove: remove.map(({ id, effect, references, platforms, reasons }) => ({
      id,
      effect,
      references,
      platforms,
      reasons,
    })),
    containers: containers.map(({ id }) => id),
    isBin: policy.kind === 'bin',
  };
}
