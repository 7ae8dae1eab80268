import type { EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { CleanupPolicy, PickedImage, PlannedRemoval } from './cleanup-plan.ts';
import { droppableReferences } from './droppable-references.ts';
import type { ImageRelations } from './image-relations.ts';

/** What a policy asks of one image, before anything that may stand against it. */
export type RemovalIntent = Pick<PlannedRemoval, 'effect' | 'references' | 'reasons'>;

/** What a policy asks for, image by image. Images it does not speak of are absent. */
export function removalIntents(
  snapshot: EngineSnapshot,
  policy: CleanupPolicy,
  relations: ImageRelations,
): ReadonlyMap<ImageId, RemovalIntent> {
  if (policy.kind === 'picked') return pickedIntents(snapshot, policy.picks);
  const intents = new Map<ImageId, RemovalIntent>();
  for (const image of snapshot.images) {
    const isDangling = relations.isDangling(image.id);
    if (policy.kind === 'dangling') {
      if (isDangling) intents.set(image.id, removeWhole(image, ['dangling']));
    } else if (!relations.isIntermediate(image.id)) {
      intents.set(image.id, removeWhole(image, isDangling ? ['dangling', 'unused'] : ['unused']));
    }
  }
  return intents;
}

function removeWhole(image: EngineImage, reasons: RemovalIntent['reasons']): RemovalIntent {
  return { effect: 'remove', references: droppableReferences(image), reasons };
}

function pickedIntents(
  snapshot: EngineSnapshot,
  picks: readonly PickedImage[],
): ReadonlyMap<ImageId, RemovalIntent> {
  const wanted = mergePicks(picks);
  const intents = new Map<ImageId, RemovalIntent>();
  for (const image of snapshot.images) {
    const references = wanted.get(image.id);
    if (references === undefined) continue;
    const intent = pickedIntent(image, references);
    if (intent !== null) intents.set(image.id, intent);
  }
  return intents;
}

/** All its references are the image itself; none of them left is nothing to do. */
function pickedIntent(image: EngineImage, picked: ReadonlySet<string> | null): RemovalIntent | null {
  if (picked === null) return removeWhole(image, ['picked']);
  const own = droppableReferences(image);
  const chosen = own.filter((reference) => picked.has(reference));
  if (chosen.length === 0) return null;
  // Digests of other repositories are not shown beside tags, so all tags are all there is to pick.
  const shown = image.tags.length > 0 ? image.tags : own;
  if (shown.every((reference) => picked.has(reference))) return removeWhole(image, ['picked']);
  return { effect: 'untag', references: chosen, reasons: ['picked'] };
}

/** An image picked twice: as a whole if either says so, else all the references together. */
function mergePicks(picks: readonly PickedImage[]): ReadonlyMap<ImageId, ReadonlySet<string> | null> {
  const merged = new Map<ImageId, Set<string> | null>();
  for (const { id, references } of picks) {
    const before = merged.get(id);
    if (references === null || before === null) merged.set(id, null);
    else merged.set(id, new Set([...(before ?? []), ...references]));
  }
  return merged;
}
