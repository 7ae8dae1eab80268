import { copy, run, setting } from './dockerfile-steps.ts';
import type { StepSpec } from './image-spec.ts';
import { population, type Population } from './population.ts';

/** How large, and which one of many. */
export interface LargePopulationOptions {
  readonly imageCount: number;
  readonly seed?: number;
  /** Layers of an image on average; bases have fewer. */
  readonly layersPerImage?: number;
}

const firstAtMs = Date.UTC(2025, 0, 1);
const baseShare = 20;

/**
 * Seeded images by the thousand: one in twenty is a base, the rest stand on a base or on another image; a third is
 * untagged, one in fifty has a container. The same options give the same images.
 */
export function largePopulation({
  imageCount,
  seed = 1,
  layersPerImage = 8,
}: LargePopulationOptions): Population {
  const random = mulberry32(seed);
  const below = (count: number): number => Math.trunc(random() * count);
  const large = population();
  const bases: string[] = [];
  for (let index = 0; index < imageCount; index += 1) {
    const key = `image ${index}`;
    const isBase = index % baseShare === 0;
    const from = isBase ? undefined : bases[below(bases.length)];
    const layerCount = isBase ? 1 + below(3) : 1 + below(2 * layersPerImage - 4);
    const isUntagged = !isBase && random() < 0.3;
    large.image(isUntagged ? '' : `team-${below(40)}/app-${index}:${1 + below(9)}.${below(20)}`, {
      key,
      ...(from === undefined ? {} : { from }),
      steps: stepsOf(key, layerCount, below),
      createdAtMs: firstAtMs + index * 60_000,
      config: { labels: { 'org.opencontainers.image.revision': String(index) } },
    });
    // Some images become bases themselves, so that chains fork at every depth.
    if (isBase || random() < 0.05) bases.push(key);
    if (random() < 0.02)
      large.container(`container-${index}`, { image: key, state: random() < 0.5 ? 'running' : 'exited' });
  }
  return large;
}

function stepsOf(key: string, layerCount: number, below: (count: number) => number): readonly StepSpec[] {
  const steps: StepSpec[] = [];
  for (let layer = 0; layer < layerCount; layer += 1) {
    const isEmpty = below(10) === 0;
    const content = `${key} ${layer}`;
    steps.push(
      layer % 2 === 0
        ? copy('. .', isEmpty ? 0 : 1024 + below(200_000), content)
        : run('make', 4096 + below(900_000), content),
    );
    if (below(2) === 0) steps.push(setting(`ENV STEP=${layer}`));
  }
  return [...steps, setting('CMD ["/app"]')];
}

/** A small seeded generator of numbers from 0 to 1. Source: Tommy Ettinger, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
