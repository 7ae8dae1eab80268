import { createHash } from 'node:crypto';

import { layersOf, type ImageRecipe } from '../images/image-recipe.ts';
import { makeLayerTar } from '../images/layer-tar.ts';

/** What we know of the layers because we made them. */
export interface RecipeTruth {
  /** Bytes of each stored layer on the classic store, by chainID: what is in its files, 0 for folders and nothing. */
  readonly chainBytes: ReadonlyMap<string, number>;
  /** Bytes of each layer's tar, by diffID: what the containerd store keeps of a loaded image besides its snapshots. */
  readonly tarBytes: ReadonlyMap<string, number>;
  /** DiffIDs by the recipe's label, base first. */
  readonly diffIds: ReadonlyMap<string, readonly string[]>;
}

/** Works out identities and bytes by the specification, without any of our product's code. */
export async function recipeTruth(recipes: readonly ImageRecipe[]): Promise<RecipeTruth> {
  const chainBytes = new Map<string, number>();
  const tarBytes = new Map<string, number>();
  const diffIds = new Map<string, readonly string[]>();
  for (const recipe of recipes) {
    let chain = '';
    const stack: string[] = [];
    for (const layer of layersOf(recipe)) {
      const { diffId, tar } = await makeLayerTar(layer);
      chain =
        chain === '' ? diffId : `sha256:${createHash('sha256').update(`${chain} ${diffId}`).digest('hex')}`;
      chainBytes.set(chain, layer.bytes);
      tarBytes.set(diffId, tar.length);
      stack.push(diffId);
    }
    diffIds.set(recipe.label, stack);
  }
  return { chainBytes, tarBytes, diffIds };
}

/** An image as far as its content goes. */
interface LabelledImage {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Bytes of content blobs, which the containerd store keeps besides its snapshots. */
export interface ContentTruth {
  /** All blobs of these images, each once; 0 on the classic store. */
  bytesOf(images: readonly LabelledImage[]): number;
}

/**
 * Tells content of sets of images from what the engine says of each (`null`: it keeps none). An image's own part is what
 * is left when its layer tars are taken off; the engine counts a layer that is in an image twice as two.
 */
export function contentTruth(
  made: RecipeTruth,
  engineSays: ReadonlyMap<string, number> | null,
): ContentTruth {
  const tars = (diffIds: Iterable<string>): number =>
    [...diffIds].reduce((sum, diffId) => sum + (made.tarBytes.get(diffId) ?? Number.NaN), 0);
  const stackOf = (image: LabelledImage): readonly string[] =>
    made.diffIds.get(image.labels['test.recipe'] ?? '') ?? [];
  return {
    bytesOf(images) {
      if (engineSays === null) return 0;
      const own = images.map((image) => (engineSays.get(image.id) ?? Number.NaN) - tars(stackOf(image)));
      return own.reduce((sum, bytes) => sum + bytes, 0) + tars(new Set(images.flatMap(stackOf)));
    },
  };
}
