import type { Pin } from '#main/domain/cleanup/pin.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

import { t } from '../i18n/locale.svelte.ts';

const most = 512;

/** A pin being typed: by pattern, by label, or by the ID of one image. */
export class PinDraft {
  kind = $state<Pin['kind']>('reference');
  pattern = $state('');
  labelName = $state('');
  /** Empty for any value. */
  labelValue = $state('');
  imageId = $state('');

  /** What is wrong with it, in words; empty when nothing is. */
  readonly problem = $derived(this.#problemNow());

  readonly isEmpty = $derived(this.#main() === '');

  /** The pin; null while something is wrong with it. */
  readonly pin = $derived<Pin | null>(this.problem === '' ? this.#make() : null);

  /** Ready for the next one. */
  clear(): void {
    this.pattern = '';
    this.labelName = '';
    this.labelValue = '';
    this.imageId = '';
  }

  #main(): string {
    const texts = { reference: this.pattern, label: this.labelName, image: this.imageId };
    return texts[this.kind].trim();
  }

  #problemNow(): string {
    const { problem } = t.policies;
    const text = this.#main();
    if (this.kind === 'image') return /^sha256:[0-9a-f]{64}$/.test(text) ? '' : problem.imageId;
    if (text === '') return this.kind === 'label' ? problem.labelEmpty : problem.patternEmpty;
    return text.length > most ? problem.patternLong : '';
  }

  #make(): Pin {
    switch (this.kind) {
      case 'reference':
        return { kind: 'reference', pattern: this.#main() };
      case 'label':
        return { kind: 'label', name: this.#main(), value: this.labelValue === '' ? null : this.labelValue };
      case 'image':
        return { kind: 'image', id: toImageId(this.#main()) };
    }
  }
}

/** Whether two pins say the same. */
export function isSamePin(a: Pin, b: Pin): boolean {
  return pinKey(a) === pinKey(b);
}

/** Tells pins apart. */
export function pinKey(pin: Pin): string {
  switch (pin.kind) {
    case 'reference':
      return `reference ${pin.pattern}`;
    case 'label':
      return JSON.stringify(['label', pin.name, pin.value]);
    case 'image':
      return `image ${pin.id}`;
  }
}
