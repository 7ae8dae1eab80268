import type { EngineImage } from '../image/engine-snapshot.ts';
import type { CleanupPolicy } from './cleanup-plan.ts';
import type { ImageRelations } from './image-relations.ts';
import type { KeepReason } from './reasons.ts';

/** What the reasons depend on beside the image. */
export interface KeepCircumstances {
  readonly policy: CleanupPolicy;
  readonly relations: ImageRelations;
  /** Whether the policy asks for it to go. */
  readonly isWanted: boolean;
  readonly hasKeptChild: boolean;
}

/** Why an image stays: everything that holds it, containers first. At least one reason. */
export function keepReasonsOf(image: EngineImage, circumstances: KeepCircumstances): readonly KeepReason[] {
  const { relations, isWanted, hasKeptChild } = circumstances;
  const reasons: KeepReason[] = [];
  if (relations.isUsed(image.id)) reasons.push('in-use-by-container');
  if (relations.isMounted(image.id)) reasons.push('mounted-by-container');
  if (isWanted && hasKeptChild) reasons.push('has-kept-child');
  if (!isWanted) reasons.push(...whyNotAsked(image, circumstances));
  return reasons;
}

/** The policy does not speak of this image. A step whose children all go stays for its containers alone. */
function whyNotAsked(
  image: EngineImage,
  { policy, relations, hasKeptChild }: KeepCircumstances,
): readonly KeepReason[] {
  if (relations.isIntermediate(image.id) && hasKeptChild) return ['intermediate'];
  if (policy.kind === 'picked') return ['not-picked'];
  return image.tags.length > 0 ? ['tagged'] : [];
}
