import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ballast as a process of its own; `arguments_` as on the command line. */
export function serve(
  engineUrl: string,
  dataDirectory: string,
): { url: Promise<string>; stop(): Promise<void> } {
  const child = spawn(
    process.execPath,
    ['src-main/shells/cli/main.ts', 'serve', '--engine', engineUrl, '--no-open'],
    {
      env: { ...process.env, BALLAST_DATA_DIR: dataDirectory, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return { url: urlOf(child), stop: () => end(child) };
}

async function urlOf(child: ChildProcess): Promise<string> {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let waited = 0; waited < 20_000; waited += 50) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)?.[0];
    if (url !== undefined) return url;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Ballast did not say where it is: ${said}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
