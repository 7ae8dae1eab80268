import type { Database } from 'better-sqlite3';

import type { AutomationEntry } from '../../../ports/store.ts';

/** What happened by itself. */
export interface AutomationTable {
  /** Newest first. */
  read(limit: number): readonly AutomationEntry[];
  add(entry: AutomationEntry): void;
  /** Keeps the newest. */
  prune(keep: number): void;
}

/** Prepares the statements of the table. */
export function automationTable(database: Database): AutomationTable {
  const read = database.prepare<[number], AutomationEntry>(`
    SELECT at_ms AS atMs, engine, policy_name AS policyName, event, cause, run_id AS runId,
      promised_bytes AS promisedBytes, image_count AS imageCount, detail
    FROM automation_log ORDER BY at_ms DESC, id DESC LIMIT ?`);
  const add = database.prepare<[AutomationEntry]>(`
    INSERT INTO automation_log (at_ms, engine, policy_name, event, cause, run_id, promised_bytes, image_count, detail)
    VALUES (@atMs, @engine, @policyName, @event, @cause, @runId, @promisedBytes, @imageCount, @detail)`);
  const prune = database.prepare<[number]>(`
    DELETE FROM automation_log WHERE id IN (
      SELECT id FROM automation_log ORDER BY at_ms DESC, id DESC LIMIT -1 OFFSET ?
    )`);
  return {
    read: (limit) => read.all(limit),
    add: (entry) => void add.run({ ...entry, atMs: Math.floor(entry.atMs) }),
    prune: (keep) => void prune.run(keep),
  };
}
