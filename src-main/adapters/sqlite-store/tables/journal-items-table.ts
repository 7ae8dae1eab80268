import type { Database } from 'better-sqlite3';

import { toImageId } from '../../../domain/image/hashes.ts';
import type { JournalItem, JournalOutcome } from '../../../ports/store.ts';

interface ItemRow {
  readonly image_id: string;
  readonly reference: string | null;
  readonly image_references: string;
  readonly digests: string;
  readonly reasons: string;
  readonly recoverable: string;
  readonly outcome: JournalOutcome;
  readonly error_detail: string;
  readonly finished_at_ms: number | null;
}

/** Items of runs. */
export interface JournalItemsTable {
  /** In the order in which they were first written. */
  read(runId: string): readonly JournalItem[];
  /** Rewrites the item of the same image and reference, or adds it. */
  write(runId: string, item: JournalItem): void;
}

/** Prepares the statements of the table. */
export function journalItemsTable(database: Database): JournalItemsTable {
  const read = database.prepare<[string], ItemRow>(
    'SELECT * FROM journal_items WHERE run_id = ? ORDER BY id',
  );
  const write = database.prepare<[ItemRow & { readonly run_id: string }]>(`
    INSERT INTO journal_items (run_id, image_id, reference, image_references, digests, reasons, recoverable, outcome,
      error_detail, finished_at_ms)
    VALUES (@run_id, @image_id, @reference, @image_references, @digests, @reasons, @recoverable, @outcome,
      @error_detail, @finished_at_ms)
    ON CONFLICT DO UPDATE SET image_references = excluded.image_references, digests = excluded.digests,
      reasons = excluded.reasons, recoverable = excluded.recoverable, outcome = excluded.outcome,
      error_detail = excluded.error_detail, finished_at_ms = excluded.finished_at_ms`);
  return {
    read: (runId) => read.all(runId).map(toItem),
    write: (runId, item) => void write.run({ run_id: runId, ...toRow(item) }),
  };
}

function toRow(item: JournalItem): ItemRow {
  return {
    image_id: item.imageId,
    reference: item.reference,
    image_references: JSON.stringify(item.references),
    digests: JSON.stringify(item.digests),
    reasons: JSON.stringify(item.reasons),
    recoverable: item.recoverable,
    outcome: item.outcome,
    error_detail: item.errorDetail,
    finished_at_ms: item.finishedAtMs,
  };
}

function toItem(row: ItemRow): JournalItem {
  return {
    imageId: toImageId(row.image_id),
    reference: row.reference,
    references: parseTexts(row.image_references),
    digests: parseTexts(row.digests),
    reasons: parseTexts(row.reasons),
    recoverable: row.recoverable,
    outcome: row.outcome,
    errorDetail: row.error_detail,
    finishedAtMs: row.finished_at_ms,
  };
}

function parseTexts(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}
