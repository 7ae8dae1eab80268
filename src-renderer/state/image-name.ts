import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { shortenId, type ImageId } from '#main/domain/image/hashes.ts';

/** Names to show an image by: its tags, or in the recycle bin those it had before. */
export function shownTags(
  row: Pick<ImageRow, 'tags' | 'formerReferences' | 'parkedAtMs'>,
): readonly string[] {
  return row.parkedAtMs === null ? row.tags : row.formerReferences;
}

/** What an image is called in a list: its first tag, what it once was called, or a short ID. */
export function imageName(
  id: ImageId,
  row: Pick<ImageRow, 'tags' | 'formerReferences' | 'parkedAtMs'> | undefined,
): string {
  if (row === undefined) return shortenId(id);
  return shownTags(row)[0] ?? row.formerReferences[0] ?? shortenId(id);
}
