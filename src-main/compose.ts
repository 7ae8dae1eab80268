import { createHash, randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';

import { openEngineFinder } from './adapters/docker-contexts/engine-finder.ts';
import { openDockerEngine } from './adapters/docker-engine/open-docker-engine.ts';
import { openImageArchives } from './adapters/image-archives/open-image-archives.ts';
import { openMachine } from './adapters/machine/open-machine.ts';
import { openDemoEngine } from './adapters/memory-engine/demo-engine.ts';
import { dataDirectory } from './adapters/sqlite-store/data-directory.ts';
import { openStore } from './adapters/sqlite-store/open-store.ts';
import type { CoreDeps } from './core/core-deps.ts';
import { createCore } from './core/core.ts';
import { createRouter } from './core/dispatch.ts';
import type { CoreRouter } from './core/dispatch.ts';
import type { EngineEndpoint, EngineFinder } from './ports/engine-finder.ts';

/** How Ballast was started. */
export interface ComposeOptions {
  readonly shell: CoreDeps['shell'];
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Endpoint named on the command line; `demo` for the built-in engine. */
  readonly engineUrl?: string;
}

/** Ballast, ready to be served. */
export interface Composed {
  readonly router: CoreRouter;
  close(): Promise<void>;
}

const demoUrl = 'demo:';

/** Builds the whole object graph: the only place that knows every adapter. */
export function compose(options: ComposeOptions): Composed {
  const clock = { now: () => Date.now() };
  const directory = dataDirectory(options.environment, platform, homedir());
  const core = createCore({
    finder: engineFinder(options, clock.now()),
    store: openStore({ directory, now: clock.now }),
    clock,
    archives: openImageArchives(join(directory, 'saved')),
    machine: openMachine(),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    newId: randomUUID,
    version: options.version,
    shell: options.shell,
  });
  return { router: createRouter(core), close: () => core.close() };
}

function engineFinder({ environment, engineUrl }: ComposeOptions, startedAtMs: number): EngineFinder {
  const wantsDemo = engineUrl === 'demo' || engineUrl === demoUrl;
  const argument = engineUrl === undefined || wantsDemo ? {} : { argument: engineUrl };
  const demo: EngineEndpoint = { url: demoUrl, source: wantsDemo ? 'argument' : 'demo', label: 'Demo' };
  const docker = openEngineFinder(
    () => ({ environment, home: homedir(), platform, ...argument }),
    (url, certificateDirectory) => openDockerEngine(url, { certificateDirectory }),
  );
  return {
    listEndpoints: async () => {
      const found = await docker.listEndpoints();
      return wantsDemo ? [demo, ...found] : [...found, demo];
    },
    open: (url) => (url === demoUrl ? openDemoEngine(startedAtMs) : docker.open(url)),
  };
}
