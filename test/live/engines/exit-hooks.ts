import { rmSync } from 'node:fs';

/** Something that must not outlive this process. */
interface Leftover {
  readonly directory: string;
  killNow(): void;
}

const leftovers = new Set<Leftover>();
let isHooked = false;

/** Ends it and removes its folder when this process exits, crashes or is interrupted. */
export function endWithThisProcess(leftover: Leftover): void {
  leftovers.add(leftover);
  if (isHooked) return;
  isHooked = true;
  process.on('exit', endAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      endAll();
      process.kill(process.pid, signal);
    });
  }
}

/** It was ended in the ordinary way. */
export function forgetAtExit(leftover: Leftover): void {
  leftovers.delete(leftover);
}

function endAll(): void {
  for (const leftover of leftovers) leftover.killNow();
  for (const { directory } of leftovers) removeSoon(directory);
  leftovers.clear();
}

/** The kernel needs a moment to take down a killed engine's mounts; the next run sweeps what is left after this. */
function removeSoon(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } catch {
    process.stderr.write(`could not remove ${directory}; the next run will\n`);
  }
}
