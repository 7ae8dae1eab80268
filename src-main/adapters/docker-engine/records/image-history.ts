import * as v from 'valibot';

import type { HistoryEntry } from '../../../domain/image/history-entry.ts';
import { text } from './fields.ts';
import { fullImageId } from './image-names.ts';
import { readRecord } from './read-record.ts';

const historyRecord = v.array(
  v.object({ Id: text, Created: v.nullish(v.number(), 0), CreatedBy: text, Size: v.number(), Comment: text }),
);

/** Reads `GET /images/{name}/history`, newest first, and turns it round. One bad step spoils it: steps are counted. */
export function readImageHistory(raw: unknown, subject: string): readonly HistoryEntry[] {
  return readRecord(historyRecord, raw, subject)
    .map((row): HistoryEntry => ({
      // 0 and before: the builder left the time out.
      createdAtMs: row.Created > 0 ? row.Created * 1000 : null,
      createdBy: row.CreatedBy,
      comment: row.Comment,
      bytes: row.Size,
      // Podman writes `sha256:<missing>`.
      imageId: row.Id === '' || row.Id.includes('<missing>') ? null : fullImageId(row.Id),
    }))
    .reverse();
}
