import * as v from 'valibot';

import { toChainId } from '../../../domain/image/hashes.ts';
import type { RemovalReply } from '../../../ports/engine/engine-images.ts';
import { plainObject, text } from './fields.ts';
import { fullImageId } from './image-names.ts';
import { readRecord } from './read-record.ts';

const removalRow = v.pipe(
  plainObject,
  v.object({ Untagged: text, Deleted: text }),
  v.check((row) => row.Untagged !== '' || row.Deleted !== '', 'neither Untagged nor Deleted'),
);
const removalRecord = v.nullable(v.array(removalRow));

/**
 * Reads the answer of `DELETE /images/{name}?noprune=1`. Docker's classic store lists image IDs and chainIDs alike under
 * `Deleted`; with `noprune` at most one image goes, and it comes first (moby daemon/images/image_delete.go: the image
 * record, then the layers that its going released).
 */
export function readRemoval(raw: unknown, subject: string, repliesWithChains: boolean): RemovalReply {
  const rows = readRecord(removalRecord, raw, subject) ?? [];
  const untagged = rows.flatMap((row) => (row.Untagged === '' ? [] : [row.Untagged]));
  const deleted = rows.flatMap((row) => (row.Deleted === '' ? [] : [row.Deleted]));
  const images = repliesWithChains ? deleted.slice(0, 1) : deleted;
  return {
    untagged,
    removedImages: images.map((id) => fullImageId(id)),
    removedChains: deleted.slice(images.length).map((id) => toChainId(id)),
  };
}
