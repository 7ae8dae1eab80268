import { PassThrough, Readable } from 'node:stream';

import { runCli } from '#main/shells/cli/run-cli.ts';

import type { FakeCore } from './fake-core.ts';
import { composeFake } from './fake-core.ts';

/** How a run of the command line ended. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is around the run. */
export interface CliRunOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  /** Told when something is written to stdout. */
  readonly onOutput?: () => void;
}

/** Runs the command line in this process against a fake core. */
export async function runForTest(
  core: FakeCore,
  argv: readonly string[],
  options: CliRunOptions = {},
): Promise<CliRun> {
  const isTTY = options.isTerminal ?? false;
  const stdout = collect(isTTY);
  const stderr = collect(isTTY);
  if (options.onOutput !== undefined) stdout.stream.once('data', options.onOutput);
  const stdin = Object.assign(Readable.from([options.stdin ?? '']), { isTTY });
  const code = await runCli({
    argv,
    environment: options.environment ?? {},
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    compose: composeFake(core),
    signal: options.signal ?? new AbortController().signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collect(isTTY: boolean): { stream: PassThrough & { isTTY: boolean }; text: () => string } {
  const chunks: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const text = (): string => {
    const rest = stream.read() as Buffer | null;
    if (rest !== null) chunks.push(rest.toString());
    return chunks.join('');
  };
  return { stream, text };
}
