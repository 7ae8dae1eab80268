import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import { AppError } from '../../domain/app-error.ts';
import { toAppError } from './to-app-error.ts';

const rows: readonly (readonly [unknown, string])[] = [
  [new Database.SqliteError('file is not a database', 'SQLITE_NOTADB'), 'store.corrupt'],
  [new Database.SqliteError('malformed', 'SQLITE_CORRUPT'), 'store.corrupt'],
  [new Database.SqliteError('malformed', 'SQLITE_CORRUPT_INDEX'), 'store.corrupt'],
  [new SyntaxError('Unexpected end of JSON input'), 'store.corrupt'],
  [new Database.SqliteError('database is locked', 'SQLITE_BUSY'), 'store.unavailable'],
  [new Database.SqliteError('database is locked', 'SQLITE_BUSY_SNAPSHOT'), 'store.unavailable'],
  [new Database.SqliteError('database or disk is full', 'SQLITE_FULL'), 'store.unavailable'],
  [new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE'), 'store.unavailable'],
  [new Database.SqliteError('attempt to write a readonly database', 'SQLITE_READONLY'), 'store.unavailable'],
  [new Database.SqliteError('unable to open database file', 'SQLITE_CANTOPEN'), 'store.unavailable'],
  [Object.assign(new Error('permission denied'), { code: 'EACCES' }), 'store.unavailable'],
  [Object.assign(new Error('not a directory'), { code: 'ENOTDIR' }), 'store.unavailable'],
  [new Database.SqliteError('no such table: images', 'SQLITE_ERROR'), 'bug'],
  [new Database.SqliteError('UNIQUE constraint failed', 'SQLITE_CONSTRAINT_UNIQUE'), 'bug'],
  [new TypeError('x is not a function'), 'bug'],
  ['thrown text', 'bug'],
];

test.each(rows)('%s', (thrown, code) => {
  const error = toAppError(thrown, '/data/ballast.sqlite');
  expect(error).toMatchObject({ code, subject: '/data/ballast.sqlite', cause: thrown });
  expect(error.detail).not.toBe('');
});

test('what is translated already stays as it is', () => {
  const error = new AppError('cancelled');
  expect(toAppError(error, 'x')).toBe(error);
});
