import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { engineHttp } from './engine-http.ts';
import { childrenOf } from './process-table.ts';

const readyMs = 90_000;
const stopMs = 25_000;
const script = join(import.meta.dirname, 'enter-engine.sh');

/** What one engine process is started with. */
export interface EngineCommand {
  readonly tree: string;
  readonly directory: string;
  readonly socketPath: string;
  readonly dockerd: readonly string[];
}

/** An engine with everything it started, in namespaces of its own. */
export interface EngineProcess {
  /** Waits until it answers; ends it when it does not. */
  ready(): Promise<void>;
  /** Asks it to end and waits; kills it when it does not. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Ends it at once without waiting, for exit hooks. */
  killNow(): void;
}

/**
 * Starts an engine. Answers at once, so that it can be ended before it is ready.
 * `setpriv` has the kernel end it when this process is killed, and the shell after it ends by itself when that
 * happened before; `--kill-child` passes that on to its first process, and with the first process of a namespace all
 * others go.
 */
export function spawnEngine(command: EngineCommand): EngineProcess {
  const log = openSync(join(command.directory, 'engine.log'), 'a');
  const unlessOrphaned = '[ "$PPID" = "$0" ] && exec "$@"';
  const outer = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'sh', '-c', unlessOrphaned, String(process.pid)],
      ...['unshare', '--mount', '--pid', '--fork', '--kill-child=KILL'],
      ...[script, command.tree, command.directory, ...command.dockerd],
    ],
    { stdio: ['ignore', log, log], detached: true, env: engineEnvironment() },
  );
  closeSync(log);
  const controls = controlsOf(outer);
  return {
    ...controls,
    async ready() {
      try {
        await waitUntilReady(command, outer);
      } catch (error) {
        await controls.kill();
        throw error;
      }
    },
  };
}

function controlsOf(outer: ChildProcess): Omit<EngineProcess, 'ready'> {
  const gone = new Promise<void>((resolve) => {
    outer.once('exit', () => resolve());
    outer.once('error', () => resolve());
  });
  const hasEnded = (): boolean =>
    outer.pid === undefined || outer.exitCode !== null || outer.signalCode !== null;
  const killNow = (): void => {
    if (!hasEnded()) outer.kill('SIGKILL');
  };
  const kill = async (): Promise<void> => {
    const first = firstProcess(outer);
    killNow();
    await gone;
    // The namespace is gone when its first process is: only then are mounts and files free.
    if (first !== null) await waitForEnd(first);
  };
  return {
    killNow,
    kill,
    async stop() {
      if (hasEnded()) return;
      const first = firstProcess(outer);
      if (first !== null) process.kill(first, 'SIGTERM');
      const ended = await Promise.race([gone.then(() => true), sleep(stopMs, false, { ref: false })]);
      if (!ended) await kill();
    },
  };
}

function firstProcess(outer: ChildProcess): number | null {
  return outer.pid === undefined ? null : (childrenOf(outer.pid)[0] ?? null);
}

async function waitForEnd(pid: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(10);
  }
}

async function waitUntilReady(command: EngineCommand, outer: ChildProcess): Promise<void> {
  const failed = once(outer, 'exit').then(() => true);
  failed.catch(() => undefined);
  const http = engineHttp(command.socketPath);
  const deadline = Date.now() + readyMs;
  while (Date.now() < deadline) {
    const ready = await http.send('GET', '/_ping').then(
      (answer) => answer.status === 200,
      () => false,
    );
    if (ready) return;
    const ended = await Promise.race([failed, sleep(50, false)]);
    if (ended) throw new Error(`the engine ended at once:\n${lastLines(command.directory)}`);
  }
  throw new Error(`the engine did not answer within ${readyMs / 1000} s:\n${lastLines(command.directory)}`);
}

function lastLines(directory: string): string {
  return readFileSync(join(directory, 'engine.log'), 'utf8').trim().split('\n').slice(-15).join('\n');
}

/** Nothing of the caller's engine settings; Docker's storage and TLS variables would change what is tested. */
function engineEnvironment(): NodeJS.ProcessEnv {
  const path = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
  return { PATH: path, HOME: '/root', LANG: 'C.UTF-8' };
}
