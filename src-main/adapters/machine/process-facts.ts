import { readFileSync } from 'node:fs';

/** Whether a process is there and has not ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // It is there, and belongs to somebody else.
    if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'EPERM') return false;
  }
  // Ended, and its parent has not looked yet.
  return !['Z', 'X'].includes(statOf(pid)?.[0] ?? '');
}

/** When a process began: the boot and the clock ticks since; null where the system does not say. */
export function startOf(pid: number): string | null {
  const start = statOf(pid)?.[19];
  const boot = readText('/proc/sys/kernel/random/boot_id');
  return start === undefined || boot === null ? null : `${boot.trim()}:${start}`;
}

/** Fields of `/proc/<pid>/stat` from the state on. The name before them may hold blanks and brackets. Source: proc(5). */
function statOf(pid: number): readonly string[] | null {
  const text = readText(`/proc/${pid}/stat`);
  return text === null
    ? null
    : text
        .slice(text.lastIndexOf(')') + 1)
        .trim()
        .split(' ');
}

/** A file of the system; null where there is none: not on macOS and Windows, and not of a process that has ended. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
