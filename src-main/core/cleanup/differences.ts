import type { DifferenceWord } from '../../contract/views/journal-view.ts';
import type { ItemResult } from '../../contract/views/job-view.ts';
import { boundBytes, isExact, type ByteBound } from '../../domain/ledger/byte-bound.ts';
import { isKnown, type MaybeBytes } from '../../domain/unknown.ts';

/** What was promised and measured of an item or of a run, and what became of its parts. */
export interface Measured {
  readonly promised: ByteBound;
  readonly measuredBytes: MaybeBytes;
  readonly outcomes: readonly ItemResult['outcome'][];
}

const undone: readonly ItemResult['outcome'][] = ['blocked', 'failed', 'skipped'];

/** Why promised and measured bytes differ, as far as it is known; null when they do not, or when it is not known that they do. */
export function differenceOf({ promised, measuredBytes, outcomes }: Measured): DifferenceWord | null {
  if (!isKnown(measuredBytes) || measuredBytes === boundBytes(promised)) return null;
  if (measuredBytes > boundBytes(promised)) {
    // Somebody who removed an image that shared these layers left their bytes to us.
    return isExact(promised) ? 'somebody-else-removed-it' : 'was-lower-bound';
  }
  if (outcomes.some((outcome) => undone.includes(outcome))) return 'not-removed';
  return outcomes.includes('gone') ? 'somebody-else-removed-it' : 'still-held';
}
