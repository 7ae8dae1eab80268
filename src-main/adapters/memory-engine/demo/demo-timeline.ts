import type { PlatformSpec } from '../image-spec.ts';
import type { PopulationBuilder } from '../population.ts';

/** Where a part of the demo puts its images, and what time it is there. */
export interface DemoTimeline {
  readonly demo: PopulationBuilder;
  /** Unix milliseconds of so many days ago. */
  readonly ago: (days: number) => number;
}

/** Decimal megabytes, as Docker shows them, and a few odd bytes: no real layer is round. */
export function mb(megabytes: number): number {
  return Math.round(megabytes * 1_000_000) + (Math.round(megabytes * 7919) % 4999);
}

/** The platform that most images are published for too and nobody here ever pulled. */
export const alsoForArm: readonly PlatformSpec[] = [
  { platform: 'linux/arm64/v8', steps: [], isAvailable: false },
];

/** Labels as most publishers set them. */
export function publishedBy(source: string, version: string): Readonly<Record<string, string>> {
  return {
    'org.opencontainers.image.source': `https://github.com/${source}`,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.licenses': 'Apache-2.0',
  };
}

/** `apt-get install` as careful Dockerfiles write it. */
export function aptInstall(packages: string): string {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/*`;
}
