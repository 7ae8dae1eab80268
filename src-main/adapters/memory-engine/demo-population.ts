import { addAcmeApps } from './demo/acme-images.ts';
import { addContainers } from './demo/demo-containers.ts';
import type { DemoTimeline } from './demo/demo-timeline.ts';
import { addDistributions, addLanguages } from './demo/distribution-images.ts';
import { addServices } from './demo/service-images.ts';
import { population, type Population } from './population.ts';

const dayMs = 86_400_000;

/**
 * What a developer's laptop holds after a busy year: the demo. All names and bytes are invented; the IDs are the same
 * on every start, only the times move with `nowMs`.
 */
export function demoPopulation(nowMs: number): Population {
  const timeline: DemoTimeline = {
    demo: population(),
    ago: (days) => Math.trunc((nowMs - days * dayMs) / 1000) * 1000,
  };
  addDistributions(timeline);
  addLanguages(timeline);
  addServices(timeline);
  addAcmeApps(timeline);
  addContainers(timeline);
  return timeline.demo;
}
