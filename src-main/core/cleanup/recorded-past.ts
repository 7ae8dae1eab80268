import type { RecordedPast, RecordedUse, RegistryCheck } from '../../domain/cleanup/recorded-past.ts';
import type { EngineImage, EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { FormerReference, Store, UsageRecord } from '../../ports/store.ts';

/** What was written down about an engine, as far as its images are concerned. */
export function recordedPast(store: Store, { engineId, images }: EngineSnapshot): RecordedPast {
  const past = pastFrom(
    { usage: store.usage(engineId), formerReferences: store.formerReferences(engineId) },
    { images, registryChecks: store.registryChecks(engineId) },
  );
  return { ...past, usageKnownSinceMs: store.usageKnownSinceMs(engineId) };
}

/** Records as they were at some time, and the images they are about. */
export function pastFrom(
  records: { readonly usage: readonly UsageRecord[]; readonly formerReferences: readonly FormerReference[] },
  about: {
    readonly images: readonly EngineImage[];
    readonly registryChecks: ReadonlyMap<string, RegistryCheck>;
  },
): RecordedPast {
  return {
    usageKnownSinceMs: knownSince(records.usage),
    uses: usesOf(records.usage, about.images),
    formerReferences: lostReferences(records.formerReferences),
    registryChecks: about.registryChecks,
  };
}

function knownSince(usage: readonly UsageRecord[]): number | null {
  return usage.length === 0 ? null : Math.max(...usage.map(({ knownSinceMs }) => knownSinceMs));
}

/** Who runs an image uses what it was built on: its ancestors count as used no longer ago than it. */
function usesOf(
  usage: readonly UsageRecord[],
  images: readonly EngineImage[],
): ReadonlyMap<ImageId, RecordedUse> {
  const uses = new Map<ImageId, RecordedUse>();
  const parents = new Map(images.map(({ id, parentId }) => [id, parentId]));
  const newestFirst = usage.toSorted((a, b) => b.lastUsedAtMs - a.lastUsedAtMs);
  for (const { imageId, lastUsedAtMs, containerName } of newestFirst) {
    // An image that has a use already has a newer one, and so have all its ancestors.
    for (let id: ImageId | null = imageId; id !== null && !uses.has(id); id = parents.get(id) ?? null) {
      uses.set(id, { lastUsedAtMs, containerName });
    }
  }
  return uses;
}

function lostReferences(references: readonly FormerReference[]): ReadonlyMap<ImageId, readonly string[]> {
  const lost = references
    .filter(({ lostAtMs }) => lostAtMs !== null)
    .toSorted((a, b) => (b.lostAtMs ?? 0) - (a.lostAtMs ?? 0));
  const byImage = Map.groupBy(lost, ({ imageId }) => imageId);
  return new Map([...byImage].map(([id, all]) => [id, all.map(({ reference }) => reference)]));
}
