import { createHash } from 'node:crypto';

import type { ImageRecipe } from './image-recipe.ts';
import { layersOf } from './image-recipe.ts';
import { makeLayerTar, packTar, type LayerTar } from './layer-tar.ts';

const firstSecond = Date.parse('2024-03-01T08:00:00Z');

/** An archive for `docker load` with all these images; each layer is in it once. Source: moby image/spec v1.2. */
export async function makeImageArchive(recipes: readonly ImageRecipe[], from = 0): Promise<Buffer> {
  const layers = new Map<string, LayerTar>();
  const manifest: { Config: string; RepoTags: readonly string[] | null; Layers: string[] }[] = [];
  const configs = new Map<string, string>();
  for (const [index, recipe] of recipes.entries()) {
    const tars = await Promise.all(layersOf(recipe).map(makeLayerTar));
    for (const layer of tars) layers.set(pathOf(layer), layer);
    const config = configOf(recipe, tars, from + index);
    const name = `${createHash('sha256').update(config).digest('hex')}.json`;
    configs.set(name, config);
    manifest.push({
      Config: name,
      RepoTags: recipe.tags.length > 0 ? recipe.tags : null,
      Layers: tars.map(pathOf),
    });
  }
  return packTar([
    ...[...layers].map(([name, layer]) => ({ name, content: layer.tar })),
    ...[...configs].map(([name, content]) => ({ name, content })),
    { name: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
}

function pathOf(layer: LayerTar): string {
  return `${layer.diffId.slice('sha256:'.length)}/layer.tar`;
}

function configOf(recipe: ImageRecipe, layers: readonly LayerTar[], index: number): string {
  // Steps shared with another image carry the same times in both, as real builds leave them.
  const history = recipe.steps.map((step, at) => ({
    created: new Date(firstSecond + at * 1000).toISOString(),
    created_by: step.createdBy,
    ...(step.layer === null ? { empty_layer: true } : {}),
  }));
  return JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created: new Date(firstSecond + index * 60_000).toISOString(),
    config: { Cmd: ['/app/run'], Labels: { 'test.recipe': recipe.label } },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history,
  });
}
