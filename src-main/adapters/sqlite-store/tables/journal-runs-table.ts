import type { Database } from 'better-sqlite3';

import { isKnown, unknown } from '../../../domain/unknown.ts';
import type { JournalRun, JournalStore } from '../../../ports/store.ts';

interface RunRow {
  readonly run_id: string;
  readonly key: string;
  readonly started_at_ms: number;
  readonly finished_at_ms: number | null;
  readonly promised_bytes: number;
  readonly promised_exactly: number;
  readonly measured_bytes: number | null;
}

/** Runs of plans, without their items. */
export interface JournalRunsTable {
  /** Newest first. */
  read(limit: number): readonly Omit<JournalRun, 'items'>[];
  add(engine: number, run: Parameters<JournalStore['startRun']>[0]): void;
  /** Whether the run is there. */
  finish(runId: string, end: Parameters<JournalStore['finishRun']>[1]): boolean;
}

/** Prepares the statements of the table. */
export function journalRunsTable(database: Database): JournalRunsTable {
  const read = database.prepare<[number], RunRow>(`
    SELECT run_id, key, started_at_ms, finished_at_ms, promised_bytes, promised_exactly, measured_bytes
    FROM journal_runs JOIN engines ON engines.id = journal_runs.engine_id
    ORDER BY started_at_ms DESC, journal_runs.id DESC LIMIT ?`);
  const add = database.prepare<[string, number, number, number, number]>(
    'INSERT INTO journal_runs (run_id, engine_id, started_at_ms, promised_bytes, promised_exactly) VALUES (?, ?, ?, ?, ?)',
  );
  const finish = database.prepare<[number, number | null, string]>(
    'UPDATE journal_runs SET finished_at_ms = ?, measured_bytes = ? WHERE run_id = ?',
  );
  return {
    read: (limit) => read.all(limit).map(toRun),
    add: (engine, { runId, startedAtMs, promisedBytes, promisedExactly }) =>
      void add.run(runId, engine, startedAtMs, promisedBytes, promisedExactly ? 1 : 0),
    finish: (runId, { atMs, measuredBytes }) =>
      finish.run(atMs, isKnown(measuredBytes) ? measuredBytes : null, runId).changes > 0,
  };
}

function toRun(row: RunRow): Omit<JournalRun, 'items'> {
  return {
    runId: row.run_id,
    engine: row.key,
    startedAtMs: row.started_at_ms,
    finishedAtMs: row.finished_at_ms,
    promisedBytes: row.promised_bytes,
    promisedExactly: row.promised_exactly === 1,
    measuredBytes: row.measured_bytes ?? unknown,
  };
}
