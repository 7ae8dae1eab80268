import { readFileSync, rmSync, writeFileSync } from 'node:fs';

import { isAlive, startTimeOf } from './process-table.ts';

const waitMs = 300_000;

/** Runs `work` while no other process holds the same lock; a lock whose owner is gone is taken over. */
export function withFileLock<T>(path: string, work: () => T): T {
  const deadline = Date.now() + waitMs;
  while (!tryLock(path)) {
    if (Date.now() > deadline) throw new Error(`${path} was held for ${waitMs / 1000} s`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid} ${startTimeOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (!isHeld(path)) rmSync(path, { force: true });
  return false;
}

function isHeld(path: string): boolean {
  try {
    const [pid, startTime] = readFileSync(path, 'utf8').split(' ');
    return startTime === undefined || isAlive(Number(pid), startTime);
  } catch {
    return false;
  }
}
