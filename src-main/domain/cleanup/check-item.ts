import type { EngineImage } from '../image/engine-snapshot.ts';
import type { PlannedRemoval } from './cleanup-plan.ts';
import { droppableReferences } from './droppable-references.ts';
import type { ImageRelations } from './image-relations.ts';
import { platformManifests } from './rules/platforms-never-run.ts';

/** What is wrong with one item of a plan, in words; null when nothing is. */
export function checkItem(
  item: PlannedRemoval,
  image: EngineImage,
  relations: Pick<ImageRelations, 'containersOf'>,
): string | null {
  if (item.effect !== 'remove-platforms' && item.platforms.length > 0)
    return `${item.id} loses platforms besides`;
  if (item.effect === 'untag') return checkUntag(item, image);
  const [holder] = relations.containersOf(item.id);
  if (holder !== undefined) return `${item.id} is held by container ${holder.id}`;
  if (item.effect === 'remove-platforms') return checkPlatforms(item, image);
  if (item.effect === 'park' && image.tags.length === 0)
    return `${item.id} is parked without a tag to give back`;
  return checkWhole(item, image);
}

function checkUntag({ id, references }: PlannedRemoval, image: EngineImage): string | null {
  const own = droppableReferences(image);
  if (references.length === 0) return `${id} is untagged of nothing`;
  const odd = references.find((reference) => !own.includes(reference));
  if (odd !== undefined) return `${odd} is no reference of ${id}`;
  return own.every((reference) => references.includes(reference))
    ? `${id} would lose all its references`
    : null;
}

function checkPlatforms({ id, references, platforms }: PlannedRemoval, image: EngineImage): string | null {
  const here = new Set(platformManifests(image).map(({ platform }) => platform));
  if (references.length > 0) return `${id} loses references besides its platforms`;
  if (platforms.length === 0) return `${id} is stripped of no platform`;
  const odd = platforms.find((platform) => !here.delete(platform));
  if (odd !== undefined) return `${odd} is no platform of ${id}`;
  return here.size === 0 ? `${id} would lose all its platforms` : null;
}

function checkWhole({ id, references, effect }: PlannedRemoval, image: EngineImage): string | null {
  const own = droppableReferences(image);
  const isSame =
    own.length === references.length && own.every((reference, at) => reference === references[at]);
  return isSame ? null : `${id} is ${effect === 'park' ? 'parked' : 'removed'} without all its references`;
}
