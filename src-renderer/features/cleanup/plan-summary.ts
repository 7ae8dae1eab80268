import type { CleanupPlan, PlannedKeep, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import type { KeepReason } from '#main/domain/cleanup/reasons.ts';
import type { Recoverability } from '#main/domain/cleanup/recoverability.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import type { ImageRow } from '#main/contract/views/engine-view.ts';
import type { CleanupResult } from '#main/contract/views/job-view.ts';
import { boundBytes, isExact } from '#main/domain/ledger/byte-bound.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';
import { isDone } from '#renderer/state/jobs-journal-state.svelte.ts';

/** How many images of a plan can be had again. */
export type RecoverabilityMix = Readonly<Record<Recoverability, number>>;

/** What a plan does, in numbers: images that go as a whole, and tags dropped from images that stay. */
export interface PlanCounts {
  readonly images: number;
  readonly tags: number;
  readonly mix: RecoverabilityMix;
}

/** Counts what goes. */
export function countPlan(items: readonly PlannedRemoval[]): PlanCounts {
  const mix = { 're-pullable': 0, 'local-only': 0, unknown: 0 };
  let images = 0;
  let tags = 0;
  for (const item of items) {
    if (item.effect === 'remove') {
      images += 1;
      mix[item.recoverable] += 1;
    } else tags += item.references.length;
  }
  return { images, tags, mix };
}

/** Items as a person reads them: what weighs most first. They run in another order. */
export function orderForReading(
  items: readonly PlannedRemoval[],
  imagesById: ReadonlyMap<ImageId, Pick<ImageRow, 'exclusiveBytes' | 'bytes'>>,
): readonly PlannedRemoval[] {
  const weight = ({ id }: PlannedRemoval): readonly [number, number] => {
    const row = imagesById.get(id);
    return [knownBytes(row?.exclusiveBytes), knownBytes(row?.bytes)];
  };
  const weights = new Map(items.map((item) => [item, weight(item)]));
  return items.toSorted((a, b) => {
    const [ownA, allA] = weights.get(a)!;
    const [ownB, allB] = weights.get(b)!;
    return ownB - ownA || allB - allA;
  });
}

function knownBytes(bytes: MaybeBytes | undefined): number {
  return typeof bytes === 'number' ? bytes : 0;
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
export function judgeFreed({ promised, measuredBytes, results }: CleanupResult): FreedVerdict {
  if (!isKnown(measuredBytes)) return 'not-measured';
  const bytes = boundBytes(promised);
  if (measuredBytes < bytes) return results.every(isDone) ? 'less' : 'less-because-not-done';
  return isExact(promised) && measuredBytes === bytes ? 'equal' : 'more';
}
