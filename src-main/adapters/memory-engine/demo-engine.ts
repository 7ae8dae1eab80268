import { demoPopulation } from './demo-population.ts';
import type { EngineOperation } from './faults.ts';
import { classicLatency } from './latency.ts';
import { openMemoryEngine, type MemoryEngine } from './memory-engine.ts';

/** Milliseconds for one frame or part of a transfer: enough to see it move. */
const transferMs: Partial<Record<EngineOperation, number>> = {
  registryDigest: 120,
  pullImage: 70,
  saveImages: 40,
  loadImages: 40,
};

/** The demo: a team's laptop as it would be at `nowMs`, as fast as a real engine. It names no folder, for it has no disk. */
export function openDemoEngine(nowMs: number): MemoryEngine {
  return openMemoryEngine(demoPopulation(nowMs), {
    dataRoot: '',
    latency: (operation, imageCount) => transferMs[operation] ?? classicLatency(operation, imageCount),
  });
}
