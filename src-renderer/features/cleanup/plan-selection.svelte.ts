import { toImageId, type ImageId } from '#main/domain/image/hashes.ts';
import { GridSelection, type TickedRows } from '#renderer/ui/grid-selection.svelte.ts';

/** Where the ticks of a plan are kept, and who is told of a change. */
export interface PlanTicks {
  readonly ticked: () => ReadonlySet<ImageId>;
  /** Everything that can be ticked, folded away or not. */
  readonly all: () => readonly ImageId[];
  readonly ontick: (ids: ReadonlySet<ImageId>) => void;
}

/** Ticks of a plan's items for a grid: the plan keeps them, because every change makes it anew. */
export class PlanSelection implements TickedRows {
  readonly #ticks: PlanTicks;
  /** Knows how ranges and "all" work; filled with the plan's ticks before each change. */
  readonly #changing = new GridSelection();

  constructor(ticks: PlanTicks) {
    this.#ticks = ticks;
  }

  get keys(): ReadonlySet<string> {
    return this.#ticks.ticked();
  }

  get size(): number {
    return this.keys.size;
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  toggle(key: string): void {
    this.#change((selection) => selection.toggle(key));
  }

  extendTo(key: string, shown: readonly string[]): void {
    this.#change((selection) => selection.extendTo(key, shown));
  }

  toggleAll(keys: readonly string[]): void {
    this.#change((selection) => selection.toggleAll(keys));
  }

  /** Ctrl-A: everything, folded away or not. */
  set(): void {
    this.#ticks.ontick(new Set(this.#ticks.all()));
  }

  /** Escape unticks nothing here: a plan is left by its own button. */
  clear(): void {
    return;
  }

  #change(how: (selection: GridSelection) => void): void {
    this.#changing.set(this.keys);
    how(this.#changing);
    this.#ticks.ontick(new Set([...this.#changing.keys].map(toImageId)));
  }
}
