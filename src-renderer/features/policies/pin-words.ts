import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { pinLookup } from '#main/domain/cleanup/pin-lookup.ts';
import type { Pin } from '#main/domain/cleanup/pin.ts';
import { shortenId } from '#main/domain/image/hashes.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';

/** A pin as one reads it in a list. */
export function pinText(pin: Pin): string {
  switch (pin.kind) {
    case 'reference':
      return pin.pattern;
    case 'label':
      return t.policies.pinLabelText(pin.name, pin.value);
    case 'image':
      return shortenId(pin.id);
  }
}

/** How many of these images a pin holds; build steps nobody sees are not counted. */
export function countPinned(pin: Pin, images: readonly ImageRow[]): number {
  const pinOf = pinLookup([pin]);
  return images.filter((row) => !row.intermediate && pinOf(row) !== null).length;
}
