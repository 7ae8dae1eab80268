import type { ImageId } from '../image/hashes.ts';

/**
 * What must stay, whatever a policy says.
 * Shape:   `reference`: a familiar or canonical reference in which `*` stands for any characters but `/` and `**` for any;
 *          `label`: an image label, with any value when `value` is null; `image`: one image of one engine.
 */
export type Pin =
  | { readonly kind: 'reference'; readonly pattern: string }
  | { readonly kind: 'label'; readonly name: string; readonly value: string | null }
  | { readonly kind: 'image'; readonly id: ImageId };
