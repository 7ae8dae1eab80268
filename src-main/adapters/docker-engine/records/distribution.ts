import * as v from 'valibot';

import { isDigestShaped } from '../../../domain/image/hashes.ts';
import { readRecord } from './read-record.ts';

const digest = v.pipe(v.string(), v.check(isDigestShaped, 'Expected a digest'));
const distributionRecord = v.object({ Descriptor: v.object({ digest }) });

/** Reads `GET /distribution/{name}/json`: the digest of what the registry has under a name, an index where it has one. */
export function readDistribution(raw: unknown, subject: string): string {
  return readRecord(distributionRecord, raw, subject).Descriptor.digest;
}
