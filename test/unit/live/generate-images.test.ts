import { describe, expect, it } from 'vitest';

import { generateImages } from '#test/live/images/generate-images.ts';
import { layersOf, type ImageRecipe } from '#test/live/images/image-recipe.ts';
import { makeLayerTar } from '#test/live/images/layer-tar.ts';

const seeds = [1, 2, 20_261_123];

describe.each(seeds)('images generated from seed %i', (seed) => {
  const recipes = generateImages({ seed, count: 220 });
  const key = (recipe: ImageRecipe): string => JSON.stringify(layersOf(recipe));

  it('are the same for the same seed', () => {
    expect(generateImages({ seed, count: 220 })).toEqual(recipes);
    expect(generateImages({ seed: seed + 1, count: 220 })).not.toEqual(recipes);
  });

  it('are as many as asked for, each with its own label and tags', () => {
    expect(new Set(recipes.map((recipe) => recipe.label)).size).toBe(220);
    const tags = recipes.flatMap((recipe) => recipe.tags);
    expect(new Set(tags).size).toBe(tags.length);
  });

  it('hold every awkward case', () => {
    const stacks = recipes.map(layersOf);
    const dangling = recipes.filter((recipe) => recipe.tags.length === 0).length;
    expect(dangling).toBeGreaterThan(220 * 0.2);
    expect(dangling).toBeLessThan(220 * 0.4);
    expect(recipes.some((recipe) => recipe.tags.length === 2)).toBe(true);
    expect(new Set(recipes.map(key)).size).toBeLessThan(220);
    expect(stacks.every((layers) => layers.length >= 1 && layers.length <= 15)).toBe(true);
    expect(stacks.some((layers) => layers.length === 1)).toBe(true);
    expect(stacks.flat().some((layer) => layer.kind === 'empty')).toBe(true);
    expect(stacks.flat().some((layer) => layer.kind === 'folder')).toBe(true);
    expect(recipes.some((recipe) => recipe.steps.some((step) => step.layer === null))).toBe(true);
    expect(hasLayerAtTwoDepths(recipes)).toBe(true);
  });
});

function hasLayerAtTwoDepths(recipes: readonly ImageRecipe[]): boolean {
  const depths = new Map<number, number>();
  return recipes.some((recipe) =>
    layersOf(recipe).some(({ kind, seed }, depth) => {
      if (kind !== 'files') return false;
      const first = depths.get(seed) ?? depth;
      depths.set(seed, first);
      return first !== depth;
    }),
  );
}

describe('a layer', () => {
  it('has the same diffID for the same recipe, and another one for another', async () => {
    const recipe = { kind: 'files', seed: 7, bytes: 5000 } as const;
    const [first, again, other] = await Promise.all([
      makeLayerTar(recipe),
      makeLayerTar(recipe),
      makeLayerTar({ ...recipe, seed: 8 }),
    ]);
    expect(again.diffId).toBe(first.diffId);
    expect(other.diffId).not.toBe(first.diffId);
  });

  it('of nothing is the one every builder writes', async () => {
    const { diffId } = await makeLayerTar({ kind: 'empty', seed: 0, bytes: 0 });
    expect(diffId).toBe('sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef');
  });
});
