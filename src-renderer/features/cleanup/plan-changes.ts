import type { PlanChange } from '#main/domain/cleanup/compare-plan.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';

/** What changed, from the words of a `plan.stale` error; empty when they are not the list it should be. */
export function parsePlanChanges(detail: string): readonly PlanChange[] {
  try {
    const parsed: unknown = JSON.parse(detail);
    return Array.isArray(parsed) ? parsed.filter(isChange) : [];
  } catch {
    // Not JSON: another version of the core wrote it. The screen then says that something changed, not what.
    return [];
  }
}

function isChange(value: unknown): value is PlanChange {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** One change in words; null for a kind this window does not know. */
export function describeChange(change: PlanChange, nameOf: (id: ImageId) => string): string | null {
  const words = t.cleanup;
  switch (change.kind) {
    case 'other-engine':
      return words.changeEngine;
    case 'image-gone':
      return words.changeGone(nameOf(change.id));
    case 'reference-added':
      return words.changeReferenceAdded(nameOf(change.id), change.reference);
    case 'reference-gone':
      return words.changeReferenceGone(change.reference);
    case 'now-last-reference':
      return words.changeLastReference(nameOf(change.id));
    case 'now-in-use':
      return words.changeInUse(nameOf(change.id));
    case 'new-child':
      return words.changeNewChild(nameOf(change.id));
    case 'now-pinned':
      return words.changePinned(nameOf(change.id));
    case 'now-parked':
      return words.changeParked(nameOf(change.id));
    case 'container-started':
      return words.changeContainer(change.container.slice(0, 12));
    case 'other-bytes':
      return words.changeFrees(format.bound(change.planned), format.bound(change.now));
    case 'other-facts':
      return words.changeOther;
    default:
      return null;
  }
}
