import Database from 'better-sqlite3';

import { AppError } from '../../domain/app-error.ts';

/** SQLite codes that say the file itself is broken. Source: sqlite.org/rescode.html. */
const corrupt = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT'];

/** Codes that say the file, the folder or the disk cannot be used just now. */
const unavailable = [
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  'SQLITE_FULL',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  'SQLITE_AUTH',
  'SQLITE_PROTOCOL',
  'SQLITE_NOLFS',
];

/** Codes the file system gives when a folder cannot be made or a file cannot be moved. */
const fileCodes = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'EBUSY',
  'EIO',
];

/** What SQLite or the file system said, as an `AppError`; what is none of theirs is a `bug`. */
export function toAppError(thrown: unknown, subject: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const about = { subject, detail, cause: thrown };
  if (isCorruption(thrown)) return new AppError('store.corrupt', about);
  const code = codeOf(thrown);
  const isUnavailable = unavailable.some((prefix) => isCode(code, prefix)) || fileCodes.includes(code);
  return new AppError(isUnavailable ? 'store.unavailable' : 'bug', about);
}

/** Whether the file is broken: SQLite says so, or JSON that only we write can no longer be read. */
function isCorruption(thrown: unknown): boolean {
  if (thrown instanceof SyntaxError) return true;
  return thrown instanceof Database.SqliteError && corrupt.some((prefix) => isCode(thrown.code, prefix));
}

/** Extended codes begin with their main code: `SQLITE_IOERR_WRITE`. */
function isCode(code: string, main: string): boolean {
  return code === main || code.startsWith(`${main}_`);
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}
