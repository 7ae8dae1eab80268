import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Database } from 'better-sqlite3';

import { AppError } from '../../domain/app-error.ts';
import type { Store } from '../../ports/store.ts';
import { toConnection } from './connection.ts';
import { migrations } from './migrations/migrations.ts';
import { openDatabase } from './open-database.ts';
import { keptAside, markFile, setAside } from './set-aside.ts';
import { toAppError } from './to-app-error.ts';
import { toStore } from './to-store.ts';

/** Where the store is and what it needs from outside. */
export interface StoreOptions {
  /** Made when it is not there. */
  readonly directory: string;
  /** Unix milliseconds; names a file that is kept aside. */
  readonly now: () => number;
  /** Major version of Node.js below which nothing is opened. */
  readonly required?: number;
}

/** Name of the file in the data folder. */
export const storeFile = 'ballast.sqlite';

/** Under Node.js 23 and older, opening a file with better-sqlite3 13 ends the process with a segmentation fault. */
const requiredNode = 24;

/** Why, for a file that lies aside already. */
const metBefore = 'at an earlier start';

/**
 * Opens the store, and a fresh one where the file cannot be read; the old file is then kept under another name.
 * Shape:   a fresh store says so as long as the old file lies beside it: the pins in it are not known to this one.
 * Errors:  `usage.invalid` when Node.js is too old, `store.unavailable` when the folder cannot be used.
 */
export function openStore({ directory, now, required = requiredNode }: StoreOptions): Store {
  refuseOldNode(required);
  const file = join(directory, storeFile);
  try {
    // Only for its owner: it says what is on the machine.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { database, startedFreshBecause } = openOrStartFresh(file, now);
    return toStore(toConnection(database), { directory, startedFreshBecause });
  } catch (thrown) {
    throw toAppError(thrown, file);
  }
}

function refuseOldNode(required: number): void {
  if (Number(process.versions.node.split('.')[0]) >= required) return;
  throw new AppError('usage.invalid', {
    subject: `Node.js ${process.versions.node}`,
    detail: `Ballast needs Node.js ${required} or newer; start it with "npm start"`,
  });
}

interface Opened {
  readonly database: Database;
  readonly startedFreshBecause: Store['startedFreshBecause'];
}

function openOrStartFresh(file: string, now: () => number): Opened {
  const mark = markFile(file);
  try {
    return { database: openDatabase(file, migrations), startedFreshBecause: freshSince(file, metBefore) };
  } catch (thrown) {
    const error = toAppError(thrown, file);
    if (error.code !== 'store.corrupt') throw error;
    setAside(file, mark, now());
    const database = openDatabase(file, migrations);
    return { database, startedFreshBecause: freshSince(file, error.detail) };
  }
}

function freshSince(file: string, why: string): Store['startedFreshBecause'] {
  const keptAs = keptAside(file);
  return keptAs === null ? null : { why, keptAs };
}
