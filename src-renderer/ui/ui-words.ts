import { getContext, setContext } from 'svelte';

/** The few words the kit says by itself. */
export interface UiWords {
  readonly close: string;
  readonly cancel: string;
  readonly copy: string;
  readonly copied: string;
  readonly sortedUp: string;
  readonly sortedDown: string;
  readonly details: string;
  readonly selectAll: string;
  readonly selectRow: string;
}

const key = Symbol('words of the kit');

const english: UiWords = {
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  sortedUp: 'ascending',
  sortedDown: 'descending',
  details: 'Details',
  selectAll: 'Select all',
  selectRow: 'Select row',
};

/** Gives the kit its words; a function, so that they follow the language. */
export function provideUiWords(words: () => UiWords): void {
  setContext(key, words);
}

/** The words in use; English where nobody gave any. */
export function uiWords(): () => UiWords {
  return getContext<(() => UiWords) | undefined>(key) ?? (() => english);
}
