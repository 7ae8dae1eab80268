import type { LayerRecipe } from './layer-tar.ts';

/** One step of an image's history. */
export interface RecipeStep {
  readonly createdBy: string;
  /** The layer it made; null for a step that only changed metadata. */
  readonly layer: LayerRecipe | null;
}

/** One image to make. */
export interface ImageRecipe {
  /** Goes into its config, so that no two images are the same by chance. */
  readonly label: string;
  /** `name:tag`; empty for a dangling image. */
  readonly tags: readonly string[];
  /** Oldest first. */
  readonly steps: readonly RecipeStep[];
}

/** Its layers, base first. */
export function layersOf(recipe: ImageRecipe): LayerRecipe[] {
  return recipe.steps.map((step) => step.layer).filter((layer) => layer !== null);
}
