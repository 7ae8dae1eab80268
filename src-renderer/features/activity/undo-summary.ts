import type { JournalItemView, JournalRunView } from '#main/contract/views/journal-view.ts';
import { shortenId } from '#main/domain/image/hashes.ts';

/** What getting a run back comes to, before it is begun. */
export interface UndoSummary {
  /** Images that are pulled again: whether that works is the registry's to say. */
  readonly pulls: number;
  /** Names of what cannot come back at all, each once, sorted. */
  readonly lost: readonly string[];
}

/** Sums up what undoing a run could bring back and what not. */
export function undoSummary({ items }: Pick<JournalRunView, 'items'>): UndoSummary {
  const removed = items.filter(({ outcome }) => outcome === 'removed');
  const lost = removed.filter((item) => !isImage(item) || (!isSaved(item) && item.pullFrom.length === 0));
  const pulled = removed.filter((item) => isImage(item) && !isSaved(item) && item.pullFrom.length > 0);
  return {
    pulls: new Set(pulled.map(({ imageId }) => imageId)).size,
    lost: [...new Set(lost.map(itemName))].toSorted(),
  };
}

/** What an item was called. */
function itemName({ reference, references, imageId }: JournalItemView): string {
  return references[0] ?? reference ?? shortenId(imageId);
}

function isImage({ effect }: JournalItemView): boolean {
  return effect === 'remove' || effect === 'untag' || effect === 'park';
}

function isSaved({ archive }: JournalItemView): boolean {
  return archive !== null && archive !== '';
}
