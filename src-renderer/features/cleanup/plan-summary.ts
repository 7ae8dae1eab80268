import type { CleanupPlan, PlannedKeep, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import type { KeepReason } from '#main/domain/cleanup/reasons.ts';
import type { Recoverability, Recovery } from '#main/domain/cleanup/recoverability.ts';
import type { CleanupResult } from '#main/contract/views/job-view.ts';
import { boundBytes, isExact, type ByteBound } from '#main/domain/ledger/byte-bound.ts';
import { isKnown } from '#main/domain/unknown.ts';
import { isDone } from '#renderer/state/jobs-journal-state.svelte.ts';

/** How many images of a plan can be had again. */
type RecoverabilityMix = Readonly<Record<Recoverability, number>>;

/** What a plan does, in numbers. */
export interface PlanCounts {
  /** Images that go as a whole. */
  readonly images: number;
  /** Images that go into the recycle bin. */
  readonly parked: number;
  /** Tags dropped from images that stay. */
  readonly tags: number;
  /** Images that lose platforms. */
  readonly thinned: number;
  /** How what goes as a whole can be had again. */
  readonly mix: RecoverabilityMix;
}

/** Counts what goes; `recoveryOf` knows what registries have said since. */
export function countPlan(
  items: readonly PlannedRemoval[],
  recoveryOf: (item: PlannedRemoval) => Recovery = (item) => item.recovery,
): PlanCounts {
  const mix = { 're-pullable': 0, rebuildable: 0, 'local-only': 0, unknown: 0 };
  const counts = { images: 0, parked: 0, tags: 0, thinned: 0 };
  for (const item of items) {
    switch (item.effect) {
      case 'remove':
        counts.images += 1;
        mix[recoveryOf(item).kind] += 1;
        break;
      case 'park':
        counts.parked += 1;
        break;
      case 'untag':
        counts.tags += item.references.length;
        break;
      case 'remove-platforms':
        counts.thinned += 1;
    }
  }
  return { ...counts, mix };
}

/** What comes free besides when more goes: exact only when both are. */
export function boundBeyond(more: ByteBound, less: ByteBound): ByteBound {
  const bytes = Math.max(0, boundBytes(more) - boundBytes(less));
  return isExact(more) && isExact(less) ? { exact: bytes } : { atLeast: bytes };
}

/** Kept images by their first reason, in the order reasons first come up. */
export function groupKept(keep: CleanupPlan['keep']): ReadonlyMap<KeepReason, readonly PlannedKeep[]> {
  return Map.groupBy(
    keep.filter((item) => item.reasons.length > 0),
    (item) => item.reasons[0]!,
  );
}

/** How what was freed stands to what was promised. */
export type FreedVerdict = 'equal' | 'more' | 'less' | 'less-because-not-done' | 'not-measured';

/** Compares what was promised with what was measured. */
export function judgeFreed({
  promised,
  measuredBytes,
  results,
}: Pick<CleanupResult, 'promised' | 'measuredBytes' | 'results'>): FreedVerdict {
  if (!isKnown(measuredBytes)) return 'not-measured';
  const bytes = boundBytes(promised);
  if (measuredBytes < bytes) return results.every(isDone) ? 'less' : 'less-because-not-done';
  return isExact(promised) && measuredBytes === bytes ? 'equal' : 'more';
}
