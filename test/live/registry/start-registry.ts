import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { scratchFolder } from '#test/support/scratch-folder.ts';

import { endWithThisProcess, forgetAtExit } from '../engines/exit-hooks.ts';

/** A real registry that a test started: Debian's docker-registry, without a sign-in, on this machine only. */
export interface TestRegistry {
  /** `127.0.0.1:41234`; engines take such an address without TLS. */
  readonly host: string;
  /** Ends it; its images stay. Safe to call twice. */
  stop(): Promise<void>;
  /** Starts it again at the same address, with the same images. */
  start(): Promise<void>;
  /** Ends it and removes everything it had. */
  remove(): Promise<void>;
}

const readyMs = 20_000;

/** Starts a registry at a free port and waits until it listens. */
export async function startRegistry(): Promise<TestRegistry> {
  const directory = mkdtempSync(join(scratchFolder(), 'registry-'));
  let running: ChildProcess | null = null;
  let port = 0;
  const hook = { directory, killNow: (): void => void running?.kill('SIGKILL') };
  endWithThisProcess(hook);
  const start = async (): Promise<void> => {
    if (running !== null) return;
    running = spawnRegistry(writeConfig(directory, port));
    port = await listeningPort(running);
  };
  const stop = async (): Promise<void> => {
    const ending = running;
    running = null;
    if (ending === null || ending.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGTERM');
    await ended;
  };
  await start();
  return {
    host: `127.0.0.1:${port}`,
    start,
    stop,
    async remove() {
      await stop();
      forgetAtExit(hook);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The port 0 is any free one. Source: distribution, docs/configuration.md. */
function writeConfig(directory: string, port: number): string {
  const file = join(directory, 'config.json');
  const config = {
    version: 0.1,
    log: { level: 'info', formatter: 'json', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(directory, 'data') }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}`, secret: 'only for tests' },
  };
  // Every JSON text is YAML too.
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** The kernel ends it with this process, however that one ends. */
function spawnRegistry(configFile: string): ChildProcess {
  const command = ['--pdeathsig', 'TERM', 'docker-registry', 'serve', configFile];
  return spawn('setpriv', command, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
}

/** Reads the log until it tells where it listens. */
async function listeningPort(registry: ChildProcess): Promise<number> {
  if (registry.stderr === null) throw new Error('the registry has no log');
  const said: string[] = [];
  const lines = createInterface({ input: registry.stderr });
  const timer = setTimeout(() => void registry.kill('SIGKILL'), readyMs);
  registry.on('error', (error) => {
    said.push(error.message);
    lines.close();
  });
  try {
    for await (const line of lines) {
      said.push(line);
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return Number(port);
    }
    throw new Error(`the registry did not start:\n${said.slice(-10).join('\n')}`);
  } finally {
    clearTimeout(timer);
    // A full pipe would stop it: what else it says is thrown away.
    registry.stderr.resume();
  }
}
