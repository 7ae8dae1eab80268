import { type } from '@orpc/contract';

import { imageInput, tagInput, untagInput } from '../inputs.ts';
import { command, query } from '../procedure.ts';
import type { ImageView } from '../views/image-view.ts';

/** What a tag did: an image may have lost the reference. */
export interface TagOutcome {
  /** The reference in familiar form. */
  readonly reference: string;
  /** The image that had it before; null when nobody had. */
  readonly takenFrom: string | null;
}

/** One image and its references. */
export const images = {
  /** Configuration, history beside layers, who shares what, raw answer. */
  inspect: query.input(imageInput).output(type<ImageView>()),
  /** Gives an image one more reference. */
  tag: command.input(tagInput).output(type<TagOutcome>()),
  /**
   * Drops one reference of an image that has others. The last one is refused with `plan.invalid`: removing an image
   * needs a plan. `engine.conflict` when the reference names another image than `id` by now.
   */
  untag: command.input(untagInput).output(type<{ readonly reference: string }>()),
};
