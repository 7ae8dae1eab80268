import { readFileSync, readdirSync } from 'node:fs';

/** When a process started, in clock ticks since boot: with its pid it names one process for ever. Empty when it is gone. */
export function startTimeOf(pid: number): string {
  return statFields(pid)?.[19] ?? '';
}

/** Whether exactly this process still runs: the pid may have been given to another one since. */
export function isAlive(pid: number, startTime: string): boolean {
  const fields = statFields(pid);
  return fields !== null && fields[0] !== 'Z' && fields[19] === startTime;
}

/** Children of a process. */
export function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((child) => Number(statFields(child)?.[1]) === pid);
}

/** Fields of `/proc/PID/stat` from the state on: 0 state, 1 parent, 19 start time. Source: proc_pid_stat(5). */
function statFields(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
