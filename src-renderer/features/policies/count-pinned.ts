import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { pinLookup } from '#main/domain/cleanup/pin-lookup.ts';
import type { Pin } from '#main/domain/cleanup/pin.ts';

/** How many of these images a pin holds; build steps nobody sees are not counted. */
export function countPinned(pin: Pin, images: readonly ImageRow[]): number {
  const pinOf = pinLookup([pin]);
  return images.filter((row) => !row.intermediate && pinOf(row) !== null).length;
}
