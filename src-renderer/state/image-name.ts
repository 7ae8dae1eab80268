import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { shortenId, type ImageId } from '#main/domain/image/hashes.ts';

/** What an image is called in a list: its first tag, what it once was called, or a short ID. */
export function imageName(id: ImageId, row: Pick<ImageRow, 'tags' | 'formerReferences'> | undefined): string {
  return row?.tags[0] ?? row?.formerReferences[0] ?? shortenId(id);
}
