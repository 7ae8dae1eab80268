import type { ImageId } from '../image/hashes.ts';
import type { ByteBound } from '../ledger/byte-bound.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';
import { imageNumbers, RunningReclaim } from '../ledger/running-reclaim.ts';

/**
 * What each removal adds to the bytes that come free, when these images go one after the other.
 * Shape:   one bound for each image, in the same order. "At least" is to be read from the first item on: so far at least the
 *          sum has come free, for an item may take along what was promised for a later one. All together are no more
 *          than what the set as a whole frees.
 * Unit:    bytes as `reclaimCalculator` counts them.
 * Unknown: an image the model does not hold adds at least 0.
 */
export function itemPromises(model: ReclaimModel, removals: readonly ImageId[]): readonly ByteBound[] {
  if (removals.length === 0) return [];
  const numbers = imageNumbers(model);
  const running = new RunningReclaim(model);
  const isAllInSight = running.unseenBytes === 0;
  return removals.map((id): ByteBound => {
    const number = numbers.get(id);
    if (number === undefined) return { atLeast: 0 };
    const { bytes, isExact } = running.add(number);
    if (isExact) return { exact: bytes };
    // The build cache may hold the layers of this very item.
    return { atLeast: isAllInSight ? Math.max(0, bytes - running.cacheBytes) : 0 };
  });
}
