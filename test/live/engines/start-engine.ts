import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeEngineDirectory, refuseDefaultSocket, sweepEngineDirectories } from './engine-directory.ts';
import { engineHttp } from './engine-http.ts';
import { driverOf, oldestMajorOf, type EngineKind } from './engine-kind.ts';
import { spawnEngine, type EngineCommand, type EngineProcess } from './engine-process.ts';
import { ensureEngineTree } from './engine-tree.ts';
import { endWithThisProcess, forgetAtExit } from './exit-hooks.ts';

/** A real engine that a test started: own socket, own data, own namespaces. */
export interface TestEngine {
  readonly kind: EngineKind;
  readonly socketPath: string;
  /** `unix://…`, as Ballast and the Docker CLI take it. */
  readonly url: string;
  readonly dataRoot: string;
  /** The version that really came up. */
  readonly version: string;
  /** Ends it and removes everything it had. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would; its data stays. */
  kill(): Promise<void>;
  /** Starts it again on the same socket and data, ending it first when it runs. */
  restart(): Promise<void>;
}

/** Starts a real engine in a fresh folder and waits until it answers. Several run side by side. */
export async function startEngine(kind: EngineKind): Promise<TestEngine> {
  if (process.getuid?.() !== 0) throw new Error('starting a real engine needs root');
  sweepEngineDirectories();
  const directory = makeEngineDirectory(kind);
  const command = commandFor(kind, directory);
  let engine: EngineProcess | null = null;
  const hook = { directory, killNow: (): void => engine?.killNow() };
  endWithThisProcess(hook);
  const stop = async (): Promise<void> => {
    await engine?.stop();
    engine = null;
    forgetAtExit(hook);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    engine = spawnEngine(command);
    await engine.ready();
    const version = await checkEngine(kind, command.socketPath);
    return {
      ...{ kind, version, stop, socketPath: command.socketPath, url: `unix://${command.socketPath}` },
      dataRoot: join(directory, 'data'),
      async kill() {
        await engine?.kill();
      },
      async restart() {
        await engine?.stop();
        // What a machine loses with a reboot: pid files of a killed engine would keep the next one from starting.
        for (const name of ['engine.pid', 'exec'])
          rmSync(join(directory, name), { recursive: true, force: true });
        engine = spawnEngine(command);
        await engine.ready();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function commandFor(kind: EngineKind, directory: string): EngineCommand {
  const socketPath = join(directory, 'engine.sock');
  refuseDefaultSocket(socketPath);
  const tree = kind === 'docker-20' ? '/' : ensureEngineTree();
  if (!existsSync(join(tree, 'usr/sbin/dockerd'))) {
    throw new Error('dockerd is missing: apt-get install --no-install-recommends docker.io iptables');
  }
  const configFile = join(directory, 'daemon.json');
  writeFileSync(configFile, JSON.stringify(daemonConfig(kind)));
  const inside = (name: string): string => join(directory, name);
  const dockerd = [
    ...['dockerd', '--config-file', configFile, '--host', `unix://${socketPath}`],
    ...['--data-root', inside('data'), '--exec-root', inside('exec'), '--pidfile', inside('engine.pid')],
    ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'],
    ...['--userland-proxy=false', '--shutdown-timeout=3'],
  ];
  return { tree, directory, socketPath, dockerd };
}

function daemonConfig(kind: EngineKind): Record<string, unknown> {
  if (kind === 'docker-20') return { 'storage-driver': driverOf(kind) };
  return {
    'storage-driver': driverOf(kind),
    features: { 'containerd-snapshotter': kind === 'docker-28-containerd' },
  };
}

async function checkEngine(kind: EngineKind, socketPath: string): Promise<string> {
  const http = engineHttp(socketPath);
  const { Version: version } = await http.call<{ Version: string }>('GET', '/version');
  const { Driver: driver } = await http.call<{ Driver: string }>('GET', '/info');
  if (Number.parseInt(version, 10) < oldestMajorOf(kind)) throw new Error(`${kind} came up as ${version}`);
  if (driver !== driverOf(kind)) {
    throw new Error(`${kind} came up with the storage driver ${driver}; ${driverOf(kind)} is needed`);
  }
  return version;
}
