import { randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';

import type { Machine } from '../../ports/machine.ts';
import { isRunning, startOf } from './process-facts.ts';

/**
 * This machine. A run is named by its process, when that began, and a random part: a number alone is given to another process
 * sooner or later.
 */
export function openMachine(): Machine {
  return {
    self: [process.pid, startOf(process.pid) ?? '', randomBytes(4).toString('hex')].join(' '),
    isAlive: (run) => {
      const [, pid, startedAt] = /^(\d{1,10}) (\S*) [0-9a-f]{8}$/.exec(run) ?? [];
      if (pid === undefined || !isRunning(Number(pid))) return false;
      // Where the system does not say when a process began, it cannot be ruled out that it is the same one.
      const start = startOf(Number(pid));
      return startedAt === '' || start === null || start === startedAt;
    },
    diskUse: async (folder) => {
      try {
        const { blocks, bfree, bavail, bsize } = await statfs(folder);
        const usedBytes = (blocks - bfree) * bsize;
        // As `df` counts: blocks kept for the administrator are nobody's to fill.
        return { usedBytes, totalBytes: usedBytes + bavail * bsize };
      } catch {
        // The folder of an engine elsewhere: there is nothing to tell.
        return null;
      }
    },
  };
}
