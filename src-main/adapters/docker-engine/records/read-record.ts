import * as v from 'valibot';

import type { SkippedRecord } from '../../../domain/image/engine-snapshot.ts';
import { redact } from '../redact.ts';
import { toBadAnswerError } from '../to-app-error.ts';

/** Any schema whose check is synchronous. */
type Schema<T> = v.GenericSchema<unknown, T>;

/** Rows of a list: what could be read, and what could not. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly skipped: readonly SkippedRecord[];
}

const longestRaw = 2_000;

/** Reads a whole answer. Errors:  `engine.bad-answer`, which says what is wrong where. */
export function readRecord<T>(schema: Schema<T>, raw: unknown, subject: string): T {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  throw toBadAnswerError(describeIssues(result.issues), subject);
}

/** Reads a list row by row. A bad row is kept aside; a list that is none is an `engine.bad-answer`. */
export function readRows<T>(schema: Schema<T>, raw: unknown, answer: string): Rows<T> {
  const rows: T[] = [];
  const skipped: SkippedRecord[] = [];
  for (const row of readRecord(v.nullish(v.array(v.unknown()), []), raw, answer)) {
    const result = v.safeParse(schema, row);
    if (result.success) rows.push(result.output);
    else skipped.push({ answer, why: describeIssues(result.issues), raw: rawText(row) });
  }
  return { rows, skipped };
}

function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.map((issue) => `${v.getDotPath(issue) ?? 'answer'}: ${issue.message}`).join('; ');
}

function rawText(row: unknown): string {
  return redact(JSON.stringify(row)).slice(0, longestRaw);
}
