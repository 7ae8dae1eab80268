import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Short, because sockets of engines lie deep below it and their paths may have 107 bytes at most.
const prefix = 'bt-';
let folder: string | undefined;

/** One folder for everything temporary of this run, removed when it ends; those of killed runs go as well. */
export function scratchFolder(): string {
  if (folder !== undefined) return folder;
  const parent = realpathSync(tmpdir());
  for (const name of readdirSync(parent)) {
    const owner = /^bt-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) remove(join(parent, name));
  }
  const made = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  process.on('exit', () => remove(made));
  folder = made;
  return made;
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch {
    // Something of an engine is still being taken down: the next run removes it.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
