import { layersOf, type ImageRecipe, type RecipeStep } from './image-recipe.ts';
import type { LayerRecipe } from './layer-tar.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';

/** What to make. */
export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
}

const deepest = 15;
const metadataSteps = [
  'ENV LANG=C.UTF-8',
  'WORKDIR /app',
  'EXPOSE 8080/tcp',
  'USER app',
  'LABEL stage=build',
  'CMD ["/app/run"]',
  'ENTRYPOINT ["/entry"]',
];

/**
 * Images as developers' machines hold them, with every awkward case in them: shared bases, images built on images,
 * about 30 % dangling, zero-byte layers, metadata-only steps, twins (same layers, other config), two tags on one
 * image, one diffID at two depths, an image of one layer. The same options give the same images.
 */
export function generateImages({ seed, count }: GenerateOptions): ImageRecipe[] {
  const random = seededRandom(seed);
  const recipes = awkwardImages(random);
  const bases = Array.from({ length: 6 }, () => stepsOf(random, random.between(1, 4)));
  while (recipes.length < count) {
    const number = recipes.length;
    const steps = random.isLikely(0.08) ? random.pick(recipes).steps : grownSteps(random, bases, recipes);
    recipes.push({ label: `image-${number}`, tags: tagsOf(random, number), steps });
  }
  return recipes.slice(0, count);
}

/** Cases that must be there whatever the seed. */
function awkwardImages(random: SeededRandom): ImageRecipe[] {
  const shared = step(files(random));
  const empty = step({ kind: 'empty', seed: 0, bytes: 0 });
  const folder = step({ kind: 'folder', seed: random.between(1, 1e9), bytes: 0 });
  const named = (name: string, steps: readonly RecipeStep[]): ImageRecipe => ({
    label: name,
    tags: [`awkward/${name}:1`],
    steps,
  });
  const twin = [shared, step(files(random)), metadata(random)];
  return [
    named('one-layer', [shared]),
    named('same-layer-deeper', [step(files(random)), shared]),
    named('twin-a', twin),
    named('twin-b', twin),
    {
      ...named('two-tags', [shared, step(files(random))]),
      tags: ['awkward/two-tags:1', 'awkward/two-tags:2'],
    },
    named('zero-bytes-in-between', [shared, empty, metadata(random), folder, step(files(random)), empty]),
    named('zero-bytes-on-top', [shared, metadata(random), metadata(random), folder]),
    { label: 'dangling-twin', tags: [], steps: twin },
  ];
}

function grownSteps(
  random: SeededRandom,
  bases: readonly (readonly RecipeStep[])[],
  recipes: readonly ImageRecipe[],
): readonly RecipeStep[] {
  const below = random.isLikely(0.65)
    ? random.pick(bases)
    : random.isLikely(0.8)
      ? random.pick(recipes).steps
      : [];
  const depth = below.filter((entry) => entry.layer !== null).length;
  const own = Math.min(random.between(1, 4), deepest - depth);
  const top = own > 0 ? stepsOf(random, own) : [metadata(random)];
  const borrowed = random.isLikely(0.06) ? layersOf(random.pick(recipes)).slice(0, 1) : [];
  const hasRoom = depth + own + borrowed.length <= deepest;
  return [...below, ...(hasRoom ? borrowed.map(step) : []), ...top];
}

function stepsOf(random: SeededRandom, layerCount: number): RecipeStep[] {
  const steps: RecipeStep[] = [];
  for (let made = 0; made < layerCount; made += 1) {
    if (random.isLikely(0.5)) steps.push(metadata(random));
    steps.push(step(random.isLikely(0.1) ? zeroBytes(random) : files(random)));
  }
  return random.isLikely(0.7) ? [...steps, metadata(random)] : steps;
}

function files(random: SeededRandom): LayerRecipe {
  // Evenly spread over the orders of magnitude: most layers are small, a few make the bytes.
  const bytes = Math.round(1024 * 200 ** random.next());
  return { kind: 'files', seed: random.between(1, 1e9), bytes };
}

function zeroBytes(random: SeededRandom): LayerRecipe {
  return random.isLikely(0.5)
    ? { kind: 'empty', seed: 0, bytes: 0 }
    : { kind: 'folder', seed: random.between(1, 1e9), bytes: 0 };
}

function step(layer: LayerRecipe): RecipeStep {
  const createdBy =
    layer.kind === 'files' ? `COPY part-${layer.seed} /app` : `RUN mkdir -p layer-${layer.seed}`;
  return { createdBy, layer };
}

function metadata(random: SeededRandom): RecipeStep {
  return { createdBy: random.pick(metadataSteps), layer: null };
}

function tagsOf(random: SeededRandom, number: number): string[] {
  if (random.isLikely(0.3)) return [];
  const name = `${random.pick(['shop', 'tools', 'lab'])}/app-${random.between(1, 40)}`;
  const tags = [`${name}:${number}`];
  return random.isLikely(0.08) ? [...tags, `${name}:${number}-again`] : tags;
}
