import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';

import type { PlanCounts } from './plan-summary.ts';

/** What the question before a run says, and its answers. */
interface ConfirmWords {
  /** Names the count and the bytes. */
  readonly title: string;
  readonly confirm: string;
}

/** The question before a plan runs: about what weighs most in it. */
export function confirmWords(
  { policy, frees }: Pick<CleanupPlan, 'policy' | 'frees'>,
  { images, parked, tags, thinned }: PlanCounts,
): ConfirmWords {
  const words = t.cleanup;
  const bytes = format.bound(frees.total);
  if (policy.kind === 'bin') return { title: words.confirmBinTitle(images, bytes), confirm: words.confirm };
  if (images > 0) return { title: words.confirmTitle(images, bytes), confirm: words.confirm };
  if (parked > 0) return { title: words.confirmParkTitle(parked), confirm: words.confirmPark };
  if (thinned > 0) return { title: words.confirmPlatformsTitle(thinned, bytes), confirm: words.confirm };
  return { title: words.confirmTagsTitle(tags), confirm: words.confirmTags };
}

/** The button that asks it. */
export function runButtonWord({ images, parked, tags, thinned }: PlanCounts): string {
  const words = t.cleanup;
  if (images === 0 && parked > 0) return words.parkImages(parked);
  if (images === 0 && tags > 0) return words.removeTags(tags);
  if (images === 0 && thinned > 0) return words.removePlatforms(thinned);
  return words.remove(images);
}
