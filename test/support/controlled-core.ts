import type { MemoryEngineOptions } from '#main/adapters/memory-engine/engine-options.ts';
import type { Population } from '#main/adapters/memory-engine/population.ts';
import type { CoreDeps } from '#main/core/core-deps.ts';
import { ManualTime } from './manual-time.ts';
import { startTestCore, type TestCore } from './test-core.ts';

/** Noon of a day on which every image of a population is some months old. */
const noonMs = Date.UTC(2026, 10, 23, 12);

/** A core in whose world time goes by only when a test says so, on a machine whose disk a test fills. */
export interface ControlledCore extends TestCore {
  readonly time: ManualTime;
  readonly disk: { use: { usedBytes: number; totalBytes: number } | null };
}

interface ControlledOptions extends MemoryEngineOptions {
  readonly time?: ManualTime;
  readonly directory?: string;
  readonly deps?: Partial<CoreDeps>;
}

/** Starts it. */
export function startControlledCore(content: Population, options: ControlledOptions = {}): ControlledCore {
  const time = options.time ?? new ManualTime(noonMs);
  const disk: ControlledCore['disk'] = { use: null };
  const machine: CoreDeps['machine'] = {
    self: 'this run',
    isAlive: (run) => run === 'this run',
    diskUse: () => Promise.resolve(disk.use),
  };
  const deps = { clock: time, scheduler: time, machine, ...options.deps };
  return { ...startTestCore(content, { clock: time, ...options, deps }), time, disk };
}
