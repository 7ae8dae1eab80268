import type { Database } from 'better-sqlite3';

import { toImageId } from '../../../domain/image/hashes.ts';
import { isKnown, unknown } from '../../../domain/unknown.ts';
import type { DifferenceReason, JournalEffect, JournalItem, JournalOutcome } from '../../../ports/store.ts';

interface ItemRow {
  readonly image_id: string;
  readonly reference: string | null;
  readonly effect: JournalEffect;
  readonly image_references: string;
  readonly digests: string;
  readonly reasons: string;
  readonly recoverable: string;
  readonly pull_from: string;
  readonly parked_as: string | null;
  readonly archive: string | null;
  readonly promised_bytes: number | null;
  readonly promised_exactly: number;
  readonly measured_bytes: number | null;
  readonly difference: DifferenceReason | null;
  readonly outcome: JournalOutcome;
  readonly error_detail: string;
  readonly finished_at_ms: number | null;
}

/** What names an item within its run. */
const keys = ['image_id', 'effect', 'reference'] as const;

/** What a rewrite replaces. */
const facts = [
  'image_references',
  'digests',
  'reasons',
  'recoverable',
  'pull_from',
  'parked_as',
  'archive',
  'promised_bytes',
  'promised_exactly',
  'measured_bytes',
  'difference',
  'outcome',
  'error_detail',
  'finished_at_ms',
] as const satisfies readonly (keyof ItemRow)[];

/** Items of runs. */
export interface JournalItemsTable {
  /** In the order in which they were first written. */
  read(runId: string): readonly JournalItem[];
  /** Those with a place in the bin, of an engine, newest run first. */
  readParked(engine: number): readonly { readonly runId: string; readonly item: JournalItem }[];
  /** Rewrites the item of the same image, effect and reference, or adds it. */
  write(runId: string, item: JournalItem): void;
}

/** Prepares the statements of the table. */
export function journalItemsTable(database: Database): JournalItemsTable {
  const read = database.prepare<[string], ItemRow>(
    'SELECT * FROM journal_items WHERE run_id = ? ORDER BY id',
  );
  const readParked = database.prepare<[number], ItemRow & { readonly run_id: string }>(`
    SELECT journal_items.* FROM journal_items JOIN journal_runs USING (run_id)
    WHERE parked_as IS NOT NULL AND engine_id = ?
    ORDER BY started_at_ms DESC, journal_runs.id DESC, journal_items.id`);
  const columns = ['run_id', ...keys, ...facts];
  const write = database.prepare<[ItemRow & { readonly run_id: string }]>(`
    INSERT INTO journal_items (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})
    ON CONFLICT DO UPDATE SET ${facts.map((name) => `${name} = excluded.${name}`).join(', ')}`);
  return {
    read: (runId) => read.all(runId).map(toItem),
    readParked: (engine) => readParked.all(engine).map((row) => ({ runId: row.run_id, item: toItem(row) })),
    write: (runId, item) => void write.run({ run_id: runId, ...toRow(item) }),
  };
}

function toRow(item: JournalItem): ItemRow {
  return {
    image_id: item.imageId,
    reference: item.reference,
    effect: item.effect,
    image_references: JSON.stringify(item.references),
    digests: JSON.stringify(item.digests),
    reasons: JSON.stringify(item.reasons),
    recoverable: item.recoverable,
    pull_from: JSON.stringify(item.pullFrom),
    parked_as: item.parkedAs,
    archive: item.archive,
    promised_bytes: item.promisedBytes,
    promised_exactly: item.promisedExactly ? 1 : 0,
    measured_bytes: isKnown(item.measuredBytes) ? item.measuredBytes : null,
    difference: item.difference,
    outcome: item.outcome,
    error_detail: item.errorDetail,
    finished_at_ms: item.finishedAtMs,
  };
}

function toItem(row: ItemRow): JournalItem {
  return {
    imageId: toImageId(row.image_id),
    reference: row.reference,
    effect: row.effect,
    references: parseTexts(row.image_references),
    digests: parseTexts(row.digests),
    reasons: parseTexts(row.reasons),
    recoverable: row.recoverable,
    pullFrom: parseTexts(row.pull_from),
    parkedAs: row.parked_as,
    archive: row.archive,
    promisedBytes: row.promised_bytes,
    promisedExactly: row.promised_exactly === 1,
    measuredBytes: row.measured_bytes ?? unknown,
    difference: row.difference,
    outcome: row.outcome,
    errorDetail: row.error_detail,
    finishedAtMs: row.finished_at_ms,
  };
}

function parseTexts(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}
