import type { PickedImage } from '#main/domain/cleanup/policy.ts';
import type { EngineSnapshot } from '#main/domain/image/engine-snapshot.ts';

import type { SeededRandom } from '../images/seeded-random.ts';

/** A selection as a person might make it: one to ten images, often ones that share layers with each other only. */
export function randomPicks(snapshot: EngineSnapshot, random: SeededRandom): PickedImage[] {
  const seeds = random.sample(snapshot.images, random.between(1, 5));
  const relatives = seeds.flatMap((seed) => {
    const base = baseOf(seed);
    const family = snapshot.images.filter((image) => base !== undefined && baseOf(image) === base);
    return random.sample(family, random.between(0, 2));
  });
  return [...new Set([...seeds, ...relatives].map((image) => image.id))].map((id) => ({
    id,
    references: null,
  }));
}

function baseOf(image: EngineSnapshot['images'][number]): string | undefined {
  return image.stacks === 'unknown' ? undefined : image.stacks[0]?.diffIds[0];
}
