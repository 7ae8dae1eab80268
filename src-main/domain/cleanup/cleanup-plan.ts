import type { EngineContainer } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { FreedBytes } from '../ledger/reclaim-model.ts';
import type { KeepReason, RemoveReason } from './reasons.ts';
import type { Recoverability } from './recoverability.ts';

/** One image a person chose, whole or only some of its references. */
export interface PickedImage {
  readonly id: ImageId;
  /** References to drop; null for the image as a whole. */
  readonly references: readonly string[] | null;
}

/** What a clean-up is asked to do. Data: it can be saved, sent and compared. */
export type CleanupPolicy =
  | { readonly kind: 'dangling' }
  | { readonly kind: 'unused' }
  | { readonly kind: 'picked'; readonly picks: readonly PickedImage[] };

/** One image that goes, or loses references. */
export interface PlannedRemoval {
  readonly id: ImageId;
  /** `remove`: the image goes. `untag`: it loses `references` and stays. */
  readonly effect: 'remove' | 'untag';
  /** References to drop one by one, sorted; the last one takes the image along when the effect is `remove`. */
  readonly references: readonly string[];
  readonly reasons: readonly RemoveReason[];
  readonly recoverable: Recoverability;
}

/** One image that stays. */
export interface PlannedKeep {
  readonly id: ImageId;
  readonly reasons: readonly KeepReason[];
  /** Containers that hold it; empty unless a reason says so. */
  readonly containers: readonly EngineContainer[];
}

/**
 * A clean-up to read before it runs. Frozen, deterministic, serialisable.
 * Shape:   every image of the snapshot once: in `keep`, or in `remove` (an image that is only untagged is in `remove`
 *          with effect `untag`). `remove` is in the order it runs: children before parents, then by ID.
 */
export interface CleanupPlan {
  /** Changes when anything the plan relies on changes; `runPlan` refuses a plan whose fingerprint no longer holds. */
  readonly fingerprint: string;
  readonly engineId: string;
  readonly policy: CleanupPolicy;
  readonly remove: readonly PlannedRemoval[];
  readonly keep: readonly PlannedKeep[];
  readonly frees: FreedBytes;
}
