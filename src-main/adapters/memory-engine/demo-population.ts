import { addAcmeApps } from './demo/acme-images.ts';
import { addBuildCache } from './demo/demo-build-cache.ts';
import { addContainers } from './demo/demo-containers.ts';
import { addMovedTags, addRegistries } from './demo/demo-registry.ts';
import type { DemoTimeline } from './demo/demo-timeline.ts';
import { addDistributions, addLanguages } from './demo/distribution-images.ts';
import { addReleases } from './demo/release-images.ts';
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
  addMovedTags(timeline);
  addServices(timeline);
  addAcmeApps(timeline);
  addReleases(timeline);
  addContainers(timeline);
  addBuildCache(timeline);
  addRegistries(timeline);
  return timeline.demo;
}
