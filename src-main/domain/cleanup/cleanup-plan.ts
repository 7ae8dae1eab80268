import type { EngineContainer } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { ByteBound } from '../ledger/byte-bound.ts';
import type { FreedBytes } from '../ledger/reclaim-model.ts';
import type { Pin } from './pin.ts';
import type { CleanupPolicy, RuleKind } from './policy.ts';
import type { KeepReason, RemoveReason } from './reasons.ts';
import type { Recovery } from './recoverability.ts';

/**
 * What happens to an image.
 * `remove`: it goes. `untag`: it loses some references and stays. `park`: all its references give way to one in the
 * recycle bin, so that it frees nothing until the bin is emptied. `remove-platforms`: it loses some platforms and stays.
 */
export type PlannedEffect = 'remove' | 'untag' | 'park' | 'remove-platforms';

/** One image that goes, or loses something. */
export interface PlannedRemoval {
  readonly id: ImageId;
  readonly effect: PlannedEffect;
  /** References to drop one by one, sorted; the last one takes the image along when the effect is `remove`. */
  readonly references: readonly string[];
  /** Platforms to remove; empty unless the effect is `remove-platforms`. */
  readonly platforms: readonly string[];
  readonly reasons: readonly RemoveReason[];
  readonly recovery: Recovery;
  /** What this item adds to the bytes that come free, after the items before it: the items add up to no more than the plan. */
  readonly frees: ByteBound;
}

/** One image that stays. */
export interface PlannedKeep {
  readonly id: ImageId;
  readonly reasons: readonly KeepReason[];
  /** Containers that hold it; empty unless a reason says so. */
  readonly containers: readonly EngineContainer[];
  /** The pin that holds it; null unless a reason says so. */
  readonly pin: Pin | null;
}

/** An image that stays and whose numbers will be others all the same. */
export interface AffectedImage {
  readonly id: ImageId;
  /** `becomes-exclusive`: layers it shared only with what goes are its own then. `may-lose-layers`: a loaded image of the containerd store may not hold its own unpacked layers (ENGINES §3.3). */
  readonly change: 'becomes-exclusive' | 'may-lose-layers';
}

/** Something a person should know before a plan runs, which is about no single image. */
export type PlanNote =
  /** The rule found nothing because this engine cannot do it without force. */
  | { readonly kind: 'rule-unsupported'; readonly rule: RuleKind }
  /** The rule relies on recorded use, and that goes back only so far. */
  | { readonly kind: 'use-known-since'; readonly sinceMs: number | null }
  /** Registries were not asked, or did not answer, for so many images. */
  | { readonly kind: 'not-checked'; readonly imageCount: number }
  /** Everything that may go frees less than was asked for. */
  | { readonly kind: 'not-enough'; readonly asked: number; readonly most: ByteBound };

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
  /** Stopped containers that go first, sorted by ID; empty unless a person allowed it. */
  readonly containers: readonly EngineContainer[];
  readonly remove: readonly PlannedRemoval[];
  readonly keep: readonly PlannedKeep[];
  /** What comes free when the plan has run: parked images free nothing. */
  readonly frees: FreedBytes;
  /** What emptying the recycle bin of the parked images frees besides; exactly 0 when nothing is parked. */
  readonly freesWhenEmptied: ByteBound;
  readonly affected: readonly AffectedImage[];
  readonly notes: readonly PlanNote[];
}
