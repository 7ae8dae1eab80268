import { engineHttp } from '../engines/engine-http.ts';
import { refuseDefaultSocket } from '../engines/engine-directory.ts';
import { makeImageArchive } from './image-archive.ts';
import type { ImageRecipe } from './image-recipe.ts';

const perArchive = 50;

/** Makes the images and loads them into an engine, as `docker load` would. */
export async function loadImages(socketPath: string, recipes: readonly ImageRecipe[]): Promise<void> {
  refuseDefaultSocket(socketPath);
  const http = engineHttp(socketPath);
  for (let from = 0; from < recipes.length; from += perArchive) {
    const tar = await makeImageArchive(recipes.slice(from, from + perArchive), from);
    await http.call('POST', '/images/load', { query: { quiet: '1' }, tar });
  }
}
