import * as v from 'valibot';

import type { TransferProgress } from '../../../ports/engine/engine-transfers.ts';
import { plainObject, text } from './fields.ts';
import { readRecord } from './read-record.ts';

const count = v.nullish(v.number(), 0);

const progressRecord = v.pipe(
  plainObject,
  v.object({
    id: text,
    status: text,
    // `units`: seconds, not bytes (the containerd store, unpacking). `hidecounts`: nothing to show.
    progressDetail: v.nullish(v.object({ current: count, total: count, units: text }), {}),
  }),
);

/** Reads one line of a pull or a load; null for a line that tells of something else, such as `stream`. */
export function readTransferProgress(raw: unknown, subject: string): TransferProgress | null {
  const { id, status, progressDetail } = readRecord(progressRecord, raw, subject);
  if (status === '') return null;
  const { current = 0, total = 0, units = '' } = progressDetail;
  const isBytes = units === '' && current > 0;
  return {
    // The first line of a pull has the tag there.
    layer: /^[0-9a-f]{12}$/.test(id) ? id : '',
    status,
    currentBytes: isBytes ? current : null,
    totalBytes: isBytes && total > 0 ? total : null,
  };
}
