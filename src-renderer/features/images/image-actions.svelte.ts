import type { ImageRow } from '#main/contract/views/engine-view.ts';

/** Where a menu opens: at an element, or where the pointer was. */
export type MenuPlace = HTMLElement | { readonly x: number; readonly y: number };

/** What is asked about an image right now. */
export type OpenAction =
  | { readonly kind: 'menu'; readonly row: ImageRow; readonly at: MenuPlace }
  | { readonly kind: 'tag'; readonly row: ImageRow; readonly replaces: string | null }
  | { readonly kind: 'untag'; readonly row: ImageRow; readonly reference: string | undefined };

/** The menu and the dialogs of images: at most one is open. */
export class ImageActions {
  #open = $state.raw<OpenAction | null>(null);

  get open(): OpenAction | null {
    return this.#open;
  }

  openMenu(row: ImageRow, at: MenuPlace): void {
    this.#open = { kind: 'menu', row, at };
  }

  /** Asks for one more reference, or for a new name of this one. */
  openTag(row: ImageRow, replaces: string | null = null): void {
    this.#open = { kind: 'tag', row, replaces };
  }

  /** Asks which reference to drop. */
  openUntag(row: ImageRow, reference?: string): void {
    this.#open = { kind: 'untag', row, reference };
  }

  close(): void {
    this.#open = null;
  }
}
