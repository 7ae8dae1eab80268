import type { RecordedPast, RegistryCheck } from '../../domain/cleanup/recorded-past.ts';
import type { EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { FormerReference, Store, UsageRecord } from '../../ports/store.ts';
import { namesBeforeParked } from './parked-items.ts';

/** What was written down about an engine, as far as its images are concerned. */
export function recordedPast(
  store: Store,
  snapshot: Pick<EngineSnapshot, 'engineId' | 'images'>,
): RecordedPast {
  const { engineId } = snapshot;
  const past = pastFrom(
    { usage: store.usage(engineId), formerReferences: store.formerReferences(engineId) },
    store.registryChecks(engineId),
  );
  return {
    ...past,
    usageKnownSinceMs: store.usageKnownSinceMs(engineId),
    beforeParked: namesBeforeParked(store, snapshot),
  };
}

/** Records as they were at some time. */
export function pastFrom(
  records: { readonly usage: readonly UsageRecord[]; readonly formerReferences: readonly FormerReference[] },
  registryChecks: ReadonlyMap<string, RegistryCheck>,
): RecordedPast {
  return {
    usageKnownSinceMs: knownSince(records.usage),
    uses: new Map(
      records.usage.map(({ imageId, lastUsedAtMs, containerName }) => [
        imageId,
        { lastUsedAtMs, containerName },
      ]),
    ),
    firstSeenAtMs: firstSeen(records.formerReferences),
    formerReferences: lostReferences(records.formerReferences),
    registryChecks,
  };
}

function knownSince(usage: readonly UsageRecord[]): number | null {
  return usage.length === 0 ? null : Math.max(...usage.map(({ knownSinceMs }) => knownSinceMs));
}

/**
 * Since when each image is certainly here: the oldest reference it still has, its ID among them, or the newest one it lost.
 * An image that was removed and came back is as young as its way back.
 */
function firstSeen(references: readonly FormerReference[]): ReadonlyMap<ImageId, number> {
  const seen = new Map<ImageId, number>();
  for (const [id, all] of Map.groupBy(references, ({ imageId }) => imageId)) {
    const times = (rows: readonly FormerReference[]): readonly number[] =>
      rows.map(({ firstSeenAtMs, seenAtMs }) => firstSeenAtMs ?? seenAtMs);
    const holding = times(all.filter(({ lostAtMs }) => lostAtMs === null));
    seen.set(id, holding.length > 0 ? Math.min(...holding) : Math.max(...times(all)));
  }
  return seen;
}

function lostReferences(references: readonly FormerReference[]): ReadonlyMap<ImageId, readonly string[]> {
  const lost = references
    .filter(({ lostAtMs, reference, imageId }) => lostAtMs !== null && reference !== imageId)
    .toSorted((a, b) => (b.lostAtMs ?? 0) - (a.lostAtMs ?? 0));
  const byImage = Map.groupBy(lost, ({ imageId }) => imageId);
  return new Map([...byImage].map(([id, all]) => [id, all.map(({ reference }) => reference)]));
}
