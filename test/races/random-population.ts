import { copy, run } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population, type PopulationBuilder } from '#main/adapters/memory-engine/population.ts';
import type { SeededRandom } from '#test/live/images/seeded-random.ts';

/** An engine in use, and what its images are called in it. */
export interface RandomPopulation {
  readonly content: PopulationBuilder;
  /** Keys of images, and names of containers. */
  readonly keys: readonly string[];
  readonly containers: readonly string[];
}

/** Some bases, images pulled and built on them with one to three tags or none, and a few containers in any state. */
export function randomPopulation(random: SeededRandom): RandomPopulation {
  const content = population();
  const bases = ['debian:12', 'alpine:3'];
  for (const base of bases) content.base(base, { layers: [random.between(1, 9) * 1_000, 4_000] });
  const keys = [...bases];
  for (let at = 0; at < random.between(6, 12); at += 1) {
    const key = `image-${at}`;
    addImage(content, { key, from: random.pick(keys) }, random);
    keys.push(key);
  }
  const containers = Array.from({ length: random.between(0, 3) }, (_, at) => `container-${at}`);
  for (const name of containers) {
    content.container(name, {
      image: random.pick(keys),
      state: random.pick(['running', 'exited', 'created']),
    });
  }
  return { content, keys, containers };
}

function addImage(
  content: PopulationBuilder,
  { key, from }: { readonly key: string; readonly from: string },
  random: SeededRandom,
): void {
  const steps = [run(`setup ${random.between(1, 4)}`, 2_000), copy(key, random.between(1, 5) * 500)];
  const origin = random.pick(['pulled', 'built', 'built', 'loaded'] as const);
  const isTagged = origin === 'pulled' || random.isLikely(0.75);
  content.image(isTagged ? `acme/${key}:1` : '', { key, from, steps, origin });
  if (!isTagged) return;
  if (random.isLikely(0.5)) content.tag(key, `acme/${key}:latest`);
  if (random.isLikely(0.3)) content.tag(key, `mirror.example/${key}:stable`);
}
