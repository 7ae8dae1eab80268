import type { PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import type { Recoverability } from '#main/domain/cleanup/recoverability.ts';
import { boundBytes } from '#main/domain/ledger/byte-bound.ts';

/** A plan in few words: how much of what, and its largest images. */
export interface PreviewSummary {
  /** Images that would go, or be parked. */
  readonly images: number;
  /** Images that would lose tags only. */
  readonly untags: number;
  /** Images that would lose platforms only. */
  readonly platforms: number;
  /** How the images that would go can be had again. */
  readonly mix: Readonly<Record<Recoverability, number>>;
  /** What frees most, first. */
  readonly first: readonly PlannedRemoval[];
}

/** Sums up what a plan removes; `shown` is how many images are named. */
export function summarizePreview(remove: readonly PlannedRemoval[], shown: number): PreviewSummary {
  const mix = { 're-pullable': 0, rebuildable: 0, 'local-only': 0, unknown: 0 };
  const going = remove.filter(({ effect }) => effect === 'remove' || effect === 'park');
  for (const { recovery } of going) mix[recovery.kind] += 1;
  return {
    images: going.length,
    untags: remove.filter(({ effect }) => effect === 'untag').length,
    platforms: remove.filter(({ effect }) => effect === 'remove-platforms').length,
    mix,
    first: remove.toSorted((a, b) => boundBytes(b.frees) - boundBytes(a.frees)).slice(0, shown),
  };
}
