import type { Database } from 'better-sqlite3';

import { AppError } from '../../domain/app-error.ts';

/** `BLST`: marks the file as ours, so that another program's database is never written into. */
const applicationId = 0x424c5354;

/**
 * Brings a file to the newest schema, in one transaction that a second process waits for.
 * Errors:  `store.corrupt` for a file of a newer Ballast or of another program.
 */
export function migrate(database: Database, migrations: readonly string[]): void {
  if (isCurrent(database, migrations.length)) return;
  const run = database.transaction(() => {
    // Looked at again inside: another process may have done it while this one waited.
    const version = readVersion(database);
    refuseStrangers(database, version, migrations.length);
    for (const sql of migrations.slice(version)) database.exec(sql);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${migrations.length}`);
  });
  run.immediate();
}

function isCurrent(database: Database, newest: number): boolean {
  return readVersion(database) === newest && readPragma(database, 'application_id') === applicationId;
}

function refuseStrangers(database: Database, version: number, newest: number): void {
  if (version > newest) {
    throw new AppError('store.corrupt', {
      subject: database.name,
      detail: `it was written by a newer Ballast (schema ${version}, this one knows ${newest})`,
    });
  }
  const isOurs = readPragma(database, 'application_id') === applicationId;
  const tables = database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (!isOurs && (version > 0 || tables > 0)) {
    throw new AppError('store.corrupt', { subject: database.name, detail: 'it belongs to another program' });
  }
}

function readVersion(database: Database): number {
  return readPragma(database, 'user_version');
}

function readPragma(database: Database, name: 'user_version' | 'application_id'): number {
  return Number(database.pragma(name, { simple: true }));
}
