import type { Compose } from '../composition.ts';
import { runCli } from './run-cli.ts';

/** Runs the command line of this process and ends the process with its exit code. */
export async function runAsProcess(compose: Compose): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => {
    // The second Ctrl-C means it.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // `ballast ledger | head`: the reader has seen enough. What runs goes on to its end, nothing more is written.
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  const code = await runCli({
    argv: process.argv.slice(2),
    environment: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    compose,
    signal: stop.signal,
  });
  await flushed(process.stdout);
  process.exit(code);
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Resolves when everything written before has left; on Windows pipes are asynchronous. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
