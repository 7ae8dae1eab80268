import { ORPCError } from '@orpc/client';

import type { AppErrorData } from '../../domain/app-error.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';

/** Whatever a call threw, as data: the contract's own error, a refused input, or a bug. */
export function errorDataOf(thrown: unknown): AppErrorData {
  if (!(thrown instanceof ORPCError)) return toAppError(thrown).toData();
  // The contract defines one error, APP_ERROR, and gives it this data.
  if (thrown.code === 'APP_ERROR') return thrown.data as AppErrorData;
  if (thrown.code !== 'BAD_REQUEST') return toAppError(thrown).toData();
  return new AppError('usage.invalid', { detail: issuesOf(thrown.data) ?? thrown.message }).toData();
}

/** An error that came as data, to throw it here. */
export function toThrown(data: AppErrorData): AppError {
  return new AppError(data.code, { subject: data.subject, detail: data.detail });
}

function issuesOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues))
    return null;
  const messages = data.issues.map((issue: unknown) =>
    typeof issue === 'object' && issue !== null && 'message' in issue ? String(issue.message) : '',
  );
  return messages.filter(Boolean).join('; ') || null;
}
