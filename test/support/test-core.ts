import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';

import { openImageArchives } from '#main/adapters/image-archives/open-image-archives.ts';
import { openMachine } from '#main/adapters/machine/open-machine.ts';
import { openMemoryEngine, type MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import type { MemoryEngineOptions } from '#main/adapters/memory-engine/engine-options.ts';
import type { Population } from '#main/adapters/memory-engine/population.ts';
import { openStore } from '#main/adapters/sqlite-store/open-store.ts';
import { createCore, type Core } from '#main/core/core.ts';
import type { CoreDeps } from '#main/core/core-deps.ts';
import { createRouter } from '#main/core/dispatch.ts';
import type { EngineView } from '#main/contract/views/engine-view.ts';
import type { JobView } from '#main/contract/views/job-view.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { ImageArchives } from '#main/ports/image-archives.ts';
import type { Store } from '#main/ports/store.ts';

/** Endpoint of the memory engine in tests. */
export const endpoint = 'memory:';

/** The whole program but for its shells, on a memory engine and a state file of its own. */
export interface TestCore {
  readonly core: Core;
  readonly engine: MemoryEngine;
  readonly store: Store;
  readonly archives: ImageArchives;
  readonly client: ReturnType<typeof clientOf>;
}

interface TestCoreOptions extends MemoryEngineOptions {
  /** Wraps the engine, for example to count its calls. */
  readonly wrap?: (engine: MemoryEngine) => Engine;
  /** Keeps the state file of an earlier run. */
  readonly directory?: string;
  /** Takes the place of what the core gets otherwise: a clock, timers, a machine. */
  readonly deps?: Partial<CoreDeps>;
}

/** Builds it, and takes it down at the end of the test. */
export function startTestCore(content: Population, options: TestCoreOptions = {}): TestCore {
  const engine = openMemoryEngine(content, options);
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'ballast-core-'));
  const clock = options.deps?.clock ?? { now: () => Date.now() };
  const archives = options.deps?.archives ?? openImageArchives(join(directory, 'saved'));
  const store = openStore({ directory, now: () => clock.now() });
  let id = 0;
  const core = createCore({
    finder: {
      listEndpoints: () => Promise.resolve([{ url: endpoint, source: 'argument', label: 'memory' }]),
      open: () => options.wrap?.(engine) ?? engine,
    },
    store,
    clock,
    archives,
    machine: openMachine(),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    newId: () => `id-${(id += 1)}`,
    version: '0.0.0',
    shell: 'browser',
    ...options.deps,
  });
  onTestFinished(async () => {
    await core.close();
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  });
  return { core, engine, store, archives, client: clientOf(core) };
}

function clientOf(core: Core) {
  return createRouterClient(createRouter(core), { context: {} });
}

/** The first view that fits, as a window would see it. */
export async function viewWhere(
  { client }: Pick<TestCore, 'client'>,
  fits: (view: EngineView) => boolean = () => true,
): Promise<EngineView> {
  for await (const frame of await client.engines.watch({ endpoint })) {
    if (frame.kind === 'ready' && fits(frame.view)) return frame.view;
  }
  throw new Error('the stream ended before a view came');
}

/** The job's last frame. */
export async function jobEnd({ client }: Pick<TestCore, 'client'>, jobId: string): Promise<JobView> {
  for await (const frame of await client.jobs.watch({})) {
    if (frame.id === jobId && frame.endedAtMs !== null) return frame;
  }
  throw new Error('the stream ended before the job did');
}
