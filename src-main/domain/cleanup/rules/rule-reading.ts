import type { EngineImage } from '../../image/engine-snapshot.ts';
import type { PlanNote } from '../cleanup-plan.ts';
import type { PlanIndex } from '../plan-index.ts';
import type { KeepReason, RemoveReason } from '../reasons.ts';

/** What a rule says of one image. */
export type RuleVerdict =
  | {
      readonly goes: true;
      readonly reason: RemoveReason;
      /** Only these go and the image stays; absent when it goes as a whole. */
      readonly platforms?: readonly string[];
    }
  | { readonly goes: false; readonly reason: KeepReason };

/** What a rule reads. */
export interface RuleScope {
  readonly index: PlanIndex;
  /** Images it may speak of: no intermediate steps, nothing in the recycle bin. Sorted by ID. */
  readonly candidates: readonly EngineImage[];
}

/** A rule that has read the facts. */
export interface RuleReading {
  /** For candidates only. */
  readonly verdictOf: (image: EngineImage) => RuleVerdict;
  readonly notes: readonly PlanNote[];
}

/** The image goes, for this reason. */
export function goes(reason: RemoveReason): RuleVerdict {
  return { goes: true, reason };
}

/** The image stays, for this reason. */
export function stays(reason: KeepReason): RuleVerdict {
  return { goes: false, reason };
}
