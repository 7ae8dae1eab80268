import type { EngineImage } from '../image/engine-snapshot.ts';
import { isKnown } from '../unknown.ts';
import type { PlanFacts } from './plan-facts.ts';
import type { Recoverability } from './recoverability.ts';
import { isAgeKnown } from './rules/age-rules.ts';

const dayMs = 86_400_000;

/** How much it matters that an image is gone: weights in points, by what a person would miss. */
const points = {
  /** By days since it was last run: less than so many days costs so much. */
  use: [
    [1, 60],
    [7, 40],
    [30, 20],
    [90, 8],
  ],
  /** It has not run for longer, or not once in as long as use is recorded. */
  longUnused: 2,
  /** Use has not been recorded for long enough to tell. */
  useNotKnown: 10,
  back: { 're-pullable': 2, rebuildable: 6, unknown: 12, 'local-only': 20 },
  /** Somebody gave it a name. */
  named: 15,
  /** By days since it was built. */
  age: [
    [1, 12],
    [7, 6],
    [30, 3],
  ],
  ageNotKnown: 3,
  /** A large image takes longer to get back: one point for each of so many bytes, up to a limit. */
  size: { bytes: 500_000_000, most: 5 },
} as const;

/** For so long use must have been recorded before silence means "not used". */
const silenceDays = 30;

/**
 * How much a person would regret that an image is gone: last use, whether it can be had again, its name, its age and
 * its size, added up.
 * Shape:   at least 1; whole points, so that sums are the same in any order.
 * Unknown: counts between the good and the bad case, never as either.
 */
export function regretOf(
  image: EngineImage,
  back: Recoverability,
  facts: Pick<PlanFacts, 'past' | 'nowMs'>,
): number {
  const name = image.tags.length > 0 ? points.named : 0;
  return (
    1 + usePoints(image, facts) + points.back[back] + name + agePoints(image, facts.nowMs) + sizePoints(image)
  );
}

function usePoints(image: EngineImage, { past, nowMs }: Pick<PlanFacts, 'past' | 'nowMs'>): number {
  const use = past.uses.get(image.id);
  if (use !== undefined) return pointsWithin(points.use, nowMs - use.lastUsedAtMs) ?? points.longUnused;
  const { usageKnownSinceMs: since } = past;
  return since !== null && nowMs - since >= silenceDays * dayMs ? points.longUnused : points.useNotKnown;
}

function agePoints(image: EngineImage, nowMs: number): number {
  if (!isAgeKnown(image, nowMs)) return points.ageNotKnown;
  return pointsWithin(points.age, nowMs - image.createdAtMs) ?? 0;
}

function sizePoints({ bytes }: EngineImage): number {
  return isKnown(bytes) ? Math.min(points.size.most, Math.floor(bytes / points.size.bytes)) : 0;
}

function pointsWithin(
  steps: readonly (readonly [days: number, points: number])[],
  ageMs: number,
): number | null {
  return steps.find(([days]) => ageMs < days * dayMs)?.[1] ?? null;
}
