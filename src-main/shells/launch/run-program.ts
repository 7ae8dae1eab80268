import { spawn } from 'node:child_process';

/** Runs a program in the foreground until it ends; signals go on to it. Answers with the exit code. */
export function runProgram(
  command: string,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { stdio: 'inherit', env: environment });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 0 : 1)));
  });
}
