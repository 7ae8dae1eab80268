import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { PlannedRemoval, PlanNote } from './cleanup-plan.ts';
import { droppableReferences } from './droppable-references.ts';
import type { PlanIndex } from './plan-index.ts';
import type { CleanupPolicy, PickedImage } from './policy.ts';
import type { KeepReason, RemoveReason } from './reasons.ts';
import { parkedAtMs } from './recycle-bin.ts';
import { ruleWishes } from './rules/rule-wishes.ts';

/** What is asked of one image, before anything that may stand against it. */
export type RemovalIntent = Pick<PlannedRemoval, 'effect' | 'references' | 'platforms' | 'reasons'>;

/** What a policy asks for, image by image. */
export interface RemovalWishes {
  /** Images it does not speak of are absent. */
  readonly intents: ReadonlyMap<ImageId, RemovalIntent>;
  /** Why it does not ask for an image to go; for images without an intent only. */
  readonly whyNot: (image: EngineImage) => readonly KeepReason[];
  readonly notes: readonly PlanNote[];
}

const dayMs = 86_400_000;
const notPicked: readonly KeepReason[] = ['not-picked'];
const notInBin: readonly KeepReason[] = ['not-in-bin'];

/** What a policy asks for. */
export function wishesOf(index: PlanIndex, policy: CleanupPolicy): RemovalWishes {
  switch (policy.kind) {
    case 'rules':
      return ruleWishes(index, policy);
    case 'picked':
      return { intents: pickedIntents(index, policy.picks), whyNot: () => notPicked, notes: [] };
    case 'bin':
      return { intents: binIntents(index, policy.parkedForDays), whyNot: () => notInBin, notes: [] };
  }
}

/** An image as a whole. */
export function removeWhole(image: EngineImage, reasons: readonly RemoveReason[]): RemovalIntent {
  return { effect: 'remove', references: droppableReferences(image), platforms: [], reasons };
}

/** Some references of an image, or all there are to pick: these are the image. None left is nothing to do. */
export function pickedIntent(image: EngineImage, picked: ReadonlySet<string> | null): RemovalIntent | null {
  if (picked === null) return removeWhole(image, ['picked']);
  const own = droppableReferences(image);
  const chosen = own.filter((reference) => picked.has(reference));
  if (chosen.length === 0) return null;
  // Digests of other repositories are not shown beside tags, so all tags are all there is to pick.
  const shown = image.tags.length > 0 ? image.tags : own;
  if (shown.every((reference) => picked.has(reference))) return removeWhole(image, ['picked']);
  return { effect: 'untag', references: chosen, platforms: [], reasons: ['picked'] };
}

/** Tagged images are parked where they would be removed: without a tag there is nothing to give back. */
export function parkTagged(wishes: RemovalWishes, { byId }: PlanIndex): RemovalWishes {
  const intents = new Map<ImageId, RemovalIntent>();
  for (const [id, intent] of wishes.intents) {
    const isTagged = (byId.get(id)?.tags.length ?? 0) > 0;
    intents.set(id, intent.effect === 'remove' && isTagged ? { ...intent, effect: 'park' } : intent);
  }
  return { ...wishes, intents };
}

function pickedIntents(
  { images }: PlanIndex,
  picks: readonly PickedImage[],
): ReadonlyMap<ImageId, RemovalIntent> {
  const wanted = mergePicks(picks);
  const intents = new Map<ImageId, RemovalIntent>();
  for (const image of images) {
    const references = wanted.get(image.id);
    if (references === undefined) continue;
    const intent = pickedIntent(image, references);
    if (intent !== null) intents.set(image.id, intent);
  }
  return intents;
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

/** An image parked more than once lies there since the last time. */
function binIntents(index: PlanIndex, parkedForDays: number): ReadonlyMap<ImageId, RemovalIntent> {
  const latest = index.facts.nowMs - parkedForDays * dayMs;
  const intents = new Map<ImageId, RemovalIntent>();
  for (const image of index.images) {
    if (!index.parked.has(image.id)) continue;
    const since = Math.max(...image.tags.map((tag) => parkedAtMs(tag) ?? 0));
    // A clock that was set back must not keep the bin from being emptied.
    if (parkedForDays === 0 || since <= latest) intents.set(image.id, removeWhole(image, ['in-bin']));
  }
  return intents;
}
