import type { ItemResult } from '#main/contract/views/job-view.ts';
import type { JournalItemView, JournalRunView } from '#main/contract/views/journal-view.ts';
import type { Recoverability } from '#main/domain/cleanup/recoverability.ts';
import { dockerCommand } from '#main/domain/docker-command.ts';
import type { ByteBound } from '#main/domain/ledger/byte-bound.ts';

/** How something that was removed can be had again. */
export type WayBack =
  | { readonly kind: 'pull'; readonly reference: string; readonly command: string }
  | { readonly kind: 'tag'; readonly reference: string; readonly command: string }
  | { readonly kind: 'rebuild' }
  /** It lies in the recycle bin. */
  | { readonly kind: 'bin' }
  /** It was saved to a file before it went. */
  | { readonly kind: 'file' }
  | { readonly kind: 'container' }
  | { readonly kind: 'platform' }
  /** A registry may have it; the command is a try. */
  | { readonly kind: 'maybe'; readonly reference: string; readonly command: string }
  | { readonly kind: 'unknown' };

/**
 * How one item can be had again; null when it was not removed, so that there is nothing to get back.
 * `goneIds` are the images that went in the same run: a tag of one of them cannot be given back to it.
 */
export function wayBack(item: JournalItemView, goneIds: ReadonlySet<string>): WayBack | null {
  if (item.effect === 'remove-build-cache') return null;
  if (item.outcome === 'parked') return { kind: 'bin' };
  if (item.outcome === 'removed' && item.effect === 'remove-container') return { kind: 'container' };
  if (item.outcome === 'removed' && item.effect === 'remove-platforms') return { kind: 'platform' };
  const isGone = item.outcome === 'removed' || (item.outcome === 'untagged' && goneIds.has(item.imageId));
  if (item.outcome === 'untagged' && item.reference !== null && !isGone) {
    const action = { kind: 'tag', source: item.imageId, target: item.reference } as const;
    return { kind: 'tag', reference: item.reference, command: dockerCommand(action) };
  }
  if (!isGone) return null;
  if (item.archive !== null && item.archive !== '') return { kind: 'file' };
  const reference = digestOf(item);
  if (item.recoverable === ('local-only' satisfies Recoverability)) return { kind: 'rebuild' };
  if (reference === undefined) return { kind: 'unknown' };
  const kind = item.recoverable === ('re-pullable' satisfies Recoverability) ? 'pull' : 'maybe';
  return { kind, reference, command: dockerCommand({ kind: 'pull', reference }) };
}

const imageEffects: ReadonlySet<string> = new Set(['remove', 'untag', 'park']);

/** Images that went in a run: not those that only lost a container or a platform. */
export function goneIdsOf(items: readonly JournalItemView[]): ReadonlySet<string> {
  const gone = items.filter(({ effect, outcome }) => outcome === 'removed' && imageEffects.has(effect));
  return new Set(gone.map(({ imageId }) => imageId));
}

/** The digest under the item's own name, where it has one there. */
function digestOf(item: JournalItemView): string | undefined {
  const isOwn = (digest: string): boolean => item.reference?.startsWith(`${digest.split('@')[0]}:`) ?? false;
  return item.digests.find(isOwn) ?? item.pullFrom[0] ?? item.digests[0];
}

/** What a run promised. */
export function promiseOf(run: JournalRunView): ByteBound {
  return run.promisedExactly ? { exact: run.promisedBytes } : { atLeast: run.promisedBytes };
}

const outcomes: ReadonlySet<string> = new Set<ItemResult['outcome']>([
  'removed',
  'untagged',
  'parked',
  'restored',
  'blocked',
  'gone',
  'failed',
  'skipped',
]);

/** The outcome as one we have words for; null for one that was never written, because Ballast was closed before. */
export function outcomeOf(item: JournalItemView): ItemResult['outcome'] | null {
  return outcomes.has(item.outcome) ? (item.outcome as ItemResult['outcome']) : null;
}
