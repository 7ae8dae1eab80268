import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { CleanupPolicy } from './policy.ts';
import { droppableReferences } from './droppable-references.ts';

/** Something that was picked and is not there. */
export interface UnknownPick {
  readonly id: ImageId;
  /** The reference the image does not have (or that cannot be dropped by itself); null when the image is unknown. */
  readonly reference: string | null;
}

/**
 * What a policy picks and the engine does not hold: somebody removed it, moved the tag, or mistyped it.
 * `planCleanup` leaves these out, so whoever plans for a person asks here first and says so (`engine.not-found`).
 */
export function unknownPicks(snapshot: EngineSnapshot, policy: CleanupPolicy): readonly UnknownPick[] {
  if (policy.kind !== 'picked') return [];
  const images = new Map(snapshot.images.map((image) => [image.id, image]));
  return policy.picks.flatMap(({ id, references }): UnknownPick[] => {
    const image = images.get(id);
    if (image === undefined) return [{ id, reference: null }];
    const own = new Set(droppableReferences(image));
    return (references ?? [])
      .filter((reference) => !own.has(reference))
      .map((reference) => ({ id, reference }));
  });
}
