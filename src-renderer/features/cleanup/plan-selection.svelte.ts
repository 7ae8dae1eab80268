import type { ImageId } from '#main/domain/image/hashes.ts';
import { toImageId } from '#main/domain/image/hashes.ts';
import { GridSelection } from '#renderer/ui/grid-selection.svelte.ts';

/** Ticks of a plan's items: every change is told, because the plan is then made anew. */
export class PlanSelection extends GridSelection {
  readonly #onchange: (ids: ReadonlySet<ImageId>) => void;

  constructor(ids: Iterable<ImageId>, onchange: (ids: ReadonlySet<ImageId>) => void) {
    super();
    super.set(ids);
    this.#onchange = onchange;
  }

  override toggle(key: string): void {
    super.toggle(key);
    this.#tell();
  }

  override extendTo(key: string, shown: readonly string[]): void {
    super.extendTo(key, shown);
    this.#tell();
  }

  override toggleAll(keys: readonly string[]): void {
    super.toggleAll(keys);
    this.#tell();
  }

  override set(keys: Iterable<string>): void {
    super.set(keys);
    this.#tell();
  }

  /** Escape unticks nothing here: a plan is left by its own button. */
  override clear(): void {
    return;
  }

  #tell(): void {
    this.#onchange(new Set([...this.keys].map(toImageId)));
  }
}
