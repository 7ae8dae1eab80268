import type { EngineImage } from '../../image/engine-snapshot.ts';
import type { ImageId } from '../../image/hashes.ts';
import type { PlanIndex } from '../plan-index.ts';
import { goes, type RuleReading, type RuleScope, stays } from './rule-reading.ts';

const dayMs = 86_400_000;

/** 2013, when the first images were made. Reproducible builds say 1970, buildpacks 1980: that is no age. */
const firstImagesAtMs = 1_356_998_400_000;

/** Whether it is known when an image was built; later than tomorrow is nothing to go by. */
export function isAgeKnown({ createdAtMs }: Pick<EngineImage, 'createdAtMs'>, nowMs: number): boolean {
  return createdAtMs >= firstImagesAtMs && createdAtMs <= nowMs + dayMs;
}

/** Built at least so many days ago. What has no age is not removed for it. */
export function readOlderThan({ index }: RuleScope, days: number): RuleReading {
  const { nowMs } = index.facts;
  const latest = nowMs - days * dayMs;
  const [older, young, ageless] = [goes('older-than'), stays('too-young'), stays('age-not-known')];
  return {
    verdictOf: (image) => {
      if (!isAgeKnown(image, nowMs)) return ageless;
      return image.createdAtMs <= latest ? older : young;
    },
    notes: [],
  };
}

/**
 * No container has run it for so many days.
 * Shape:   what was built on an image counts as use of it. Silence counts only if use was being recorded all the while and
 *          the image was there: seen first, or else built, at least so many days ago. What has no age came nobody knows when.
 */
export function readNotUsedSince({ index }: RuleScope, days: number): RuleReading {
  const { nowMs, past } = index.facts;
  const latest = nowMs - days * dayMs;
  const lastUses = freshestUses(index);
  const isRecorded = past.usageKnownSinceMs !== null && past.usageKnownSinceMs <= latest;
  const [unused, recent, unknown] = [goes('not-used-since'), stays('used-recently'), stays('use-not-known')];
  return {
    verdictOf: (image) => {
      const lastUse = lastUses.get(image.id);
      if (lastUse !== undefined && lastUse > latest) return recent;
      // A use long ago says nothing of the time since, unless that was being watched.
      if (!isRecorded) return unknown;
      const hereSinceMs =
        past.firstSeenAtMs?.get(image.id) ?? (isAgeKnown(image, nowMs) ? image.createdAtMs : null);
      return hereSinceMs !== null && hereSinceMs <= latest ? unused : unknown;
    },
    notes: [{ kind: 'use-known-since', sinceMs: past.usageKnownSinceMs }],
  };
}

/** The last use of each image or of anything built on it. Climbs only while it has news, so a circle of parents ends. */
function freshestUses({ byId, facts }: PlanIndex): ReadonlyMap<ImageId, number> {
  const freshest = new Map<ImageId, number>();
  for (const [id, { lastUsedAtMs }] of facts.past.uses) {
    let next: ImageId | null = id;
    while (next !== null && (freshest.get(next) ?? Number.NEGATIVE_INFINITY) < lastUsedAtMs) {
      freshest.set(next, lastUsedAtMs);
      next = byId.get(next)?.parentId ?? null;
    }
  }
  return freshest;
}
