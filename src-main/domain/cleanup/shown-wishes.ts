import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { PlanIndex } from './plan-index.ts';
import { pickedIntent, type RemovalIntent, type RemovalWishes, removeWhole } from './removal-intents.ts';
import { platformManifests } from './rules/platforms-never-run.ts';
import type { ShownPlan, ShownRemoval } from './shown-plan.ts';

/** Asks for exactly what was shown, as far as it still can be; what cannot is left out, and then the plan is another one. */
export function shownWishes(
  index: PlanIndex,
  { remove, isBin }: Pick<ShownPlan, 'remove' | 'isBin'>,
): RemovalWishes {
  const intents = new Map<ImageId, RemovalIntent>();
  for (const item of remove) {
    const image = index.byId.get(item.id);
    const intent = image === undefined ? null : shownIntent(item, image, index);
    if (intent !== null) intents.set(item.id, intent);
  }
  return { intents, whyNot: () => (isBin ? ['not-in-bin'] : ['not-picked']), notes: [] };
}

function shownIntent(item: ShownRemoval, image: EngineImage, index: PlanIndex): RemovalIntent | null {
  switch (item.effect) {
    case 'remove':
      return removeWhole(image, ['picked']);
    case 'untag':
      return pickedIntent(image, new Set(item.references));
    case 'park':
      return image.tags.length === 0 ? null : { ...removeWhole(image, ['picked']), effect: 'park' };
    case 'remove-platforms':
      return platformsIntent(item, image, index);
  }
}

/** Some of its platforms, never all that are here. */
function platformsIntent(
  { platforms }: ShownRemoval,
  image: EngineImage,
  { facts }: PlanIndex,
): RemovalIntent | null {
  const here = new Set(platformManifests(image).map(({ platform }) => platform));
  const going = [...new Set(platforms)].filter((platform) => here.has(platform)).sort();
  if (!facts.removesPlatforms || going.length === 0 || going.length === here.size) return null;
  return { effect: 'remove-platforms', references: [], platforms: going, reasons: ['picked'] };
}
