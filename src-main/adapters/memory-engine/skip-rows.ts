import type { SkippedRecord } from '../../domain/image/engine-snapshot.ts';
import type { Fault } from './faults.ts';

/** Turns the first rows of an answer into rows nobody understands, where a fault says so. */
export function skipRows<Row>(
  rows: readonly Row[],
  answer: string,
  faults: readonly Fault[],
): { readonly rows: readonly Row[]; readonly skipped: readonly SkippedRecord[] } {
  const count = faults.reduce((sum, fault) => sum + (fault.kind === 'bad-rows' ? fault.count : 0), 0);
  const why = 'Id: expected a string';
  return {
    rows: rows.slice(count),
    skipped: rows.slice(0, count).map(() => ({ answer, why, raw: '{"Id":null}' })),
  };
}
