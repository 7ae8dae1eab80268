import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageRelations } from './image-relations.ts';
import type { PlanIndex } from './plan-index.ts';
import type { KeepReason } from './reasons.ts';
import type { RemovalWishes } from './removal-intents.ts';

/** What the reasons depend on beside the image. */
export interface KeepCircumstances {
  readonly index: Pick<PlanIndex, 'pins' | 'parked'>;
  readonly wishes: Pick<RemovalWishes, 'intents' | 'whyNot'>;
  /** As they are once the containers of the plan are gone. */
  readonly relations: ImageRelations;
  /** Whether images in the bin may go; otherwise lying there is a reason by itself. */
  readonly takesParked: boolean;
  readonly hasKeptChild: boolean;
}

/** Why an image stays: everything that holds it, pins and containers first, and why nothing asks for it. At least one reason. */
export function keepReasonsOf(image: EngineImage, circumstances: KeepCircumstances): readonly KeepReason[] {
  const { index, wishes, relations, takesParked, hasKeptChild } = circumstances;
  const { id } = image;
  const isParked = !takesParked && index.parked.has(id);
  const isWanted = wishes.intents.has(id);
  const reasons: KeepReason[] = [];
  if (index.pins.has(id)) reasons.push('pinned');
  if (isParked) reasons.push('parked');
  if (relations.isUsed(id)) reasons.push('in-use-by-container');
  if (relations.isMounted(id)) reasons.push('mounted-by-container');
  if (isWanted && hasKeptChild) reasons.push('has-kept-child');
  if (isWanted || isParked) return reasons;
  // A step whose children all go stays for what holds it alone.
  if (hasKeptChild && relations.isIntermediate(id)) return [...reasons, 'intermediate'];
  for (const reason of wishes.whyNot(image)) if (!reasons.includes(reason)) reasons.push(reason);
  return reasons;
}
