import type { Database } from 'better-sqlite3';

import { isKnown, unknown } from '../../../domain/unknown.ts';
import type {
  JournalRun,
  JournalStore,
  NewRun,
  RunKind,
  RunState,
  RunTrigger,
} from '../../../ports/store.ts';

interface RunRow {
  readonly run_id: string;
  readonly key: string;
  readonly endpoint: string;
  readonly kind: RunKind;
  readonly begun_by: RunTrigger;
  readonly policy_name: string;
  readonly state: RunState;
  readonly owner: string;
  readonly follows: string | null;
  readonly is_dismissed: number;
  readonly started_at_ms: number;
  readonly finished_at_ms: number | null;
  readonly promised_bytes: number;
  readonly promised_exactly: number;
  readonly measured_bytes: number | null;
}

/** A run without its items. */
type BareRun = Omit<JournalRun, 'items'>;

/** Runs of plans, without their items. */
export interface JournalRunsTable {
  /** Newest first. */
  read(limit: number): readonly BareRun[];
  find(runId: string): BareRun | null;
  /** Those of an engine that are not finished, newest first. */
  readOpen(engine: number): readonly BareRun[];
  add(engine: number, run: NewRun): void;
  /** Whether the run is there. */
  finish(runId: string, end: Parameters<JournalStore['finishRun']>[1]): boolean;
  /** Whether it still belonged to `from`, and had not come to its end. */
  takeOver(runId: string, from: string, to: string): boolean;
  /** Whether the run is there. */
  dismiss(runId: string): boolean;
}

const select = `
  SELECT run_id, key, endpoint, kind, begun_by, policy_name, state, owner, follows, is_dismissed,
    started_at_ms, finished_at_ms, promised_bytes, promised_exactly, measured_bytes
  FROM journal_runs JOIN engines ON engines.id = journal_runs.engine_id`;
const newestFirst = 'ORDER BY started_at_ms DESC, journal_runs.id DESC';

/** Prepares the statements of the table. */
export function journalRunsTable(database: Database): JournalRunsTable {
  const read = database.prepare<[number], RunRow>(`${select} ${newestFirst} LIMIT ?`);
  const find = database.prepare<[string], RunRow>(`${select} WHERE run_id = ?`);
  const open = database.prepare<[number], RunRow>(
    `${select} WHERE engine_id = ? AND finished_at_ms IS NULL ${newestFirst}`,
  );
  const finish = database.prepare<[number, RunState, number | null, string]>(
    'UPDATE journal_runs SET finished_at_ms = ?, state = ?, measured_bytes = ? WHERE run_id = ?',
  );
  // One statement: of two processes that try, one changes a row and the other none.
  const takeOver = database.prepare<[string, string, string]>(
    "UPDATE journal_runs SET owner = ? WHERE run_id = ? AND owner = ? AND state IN ('running', 'interrupted')",
  );
  const dismiss = database.prepare<[string]>('UPDATE journal_runs SET is_dismissed = 1 WHERE run_id = ?');
  return {
    read: (limit) => read.all(limit).map(toRun),
    find: (runId) => {
      const row = find.get(runId);
      return row === undefined ? null : toRun(row);
    },
    readOpen: (engine) => open.all(engine).map(toRun),
    add: adder(database),
    finish: (runId, { atMs, state, measuredBytes }) =>
      finish.run(atMs, state, isKnown(measuredBytes) ? measuredBytes : null, runId).changes > 0,
    takeOver: (runId, from, to) => takeOver.run(to, runId, from).changes > 0,
    dismiss: (runId) => dismiss.run(runId).changes > 0,
  };
}

function adder(database: Database): JournalRunsTable['add'] {
  const add = database.prepare<
    [Omit<RunRow, 'key' | 'finished_at_ms' | 'measured_bytes'> & { engine: number }]
  >(`
    INSERT INTO journal_runs (run_id, engine_id, endpoint, kind, begun_by, policy_name, state, owner, follows, is_dismissed,
      started_at_ms, promised_bytes, promised_exactly)
    VALUES (@run_id, @engine, @endpoint, @kind, @begun_by, @policy_name, @state, @owner, @follows, @is_dismissed,
      @started_at_ms, @promised_bytes, @promised_exactly)`);
  return (engine, run) =>
    void add.run({
      engine,
      run_id: run.runId,
      endpoint: run.endpoint,
      kind: run.kind,
      begun_by: run.trigger,
      policy_name: run.policyName,
      state: 'running',
      owner: run.owner,
      follows: run.follows,
      is_dismissed: 0,
      started_at_ms: run.startedAtMs,
      promised_bytes: run.promisedBytes,
      promised_exactly: run.promisedExactly ? 1 : 0,
    });
}

function toRun(row: RunRow): BareRun {
  return {
    runId: row.run_id,
    engine: row.key,
    endpoint: row.endpoint,
    kind: row.kind,
    trigger: row.begun_by,
    policyName: row.policy_name,
    state: row.state,
    owner: row.owner,
    follows: row.follows,
    isDismissed: row.is_dismissed === 1,
    startedAtMs: row.started_at_ms,
    finishedAtMs: row.finished_at_ms,
    promisedBytes: row.promised_bytes,
    promisedExactly: row.promised_exactly === 1,
    measuredBytes: row.measured_bytes ?? unknown,
  };
}
