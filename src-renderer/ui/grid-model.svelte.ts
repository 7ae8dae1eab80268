import type { TickedRows } from './grid-selection.svelte.ts';

/** What a grid shows and what its keys do. Functions, so that it always sees the present. */
export interface GridSource<Row> {
  readonly rows: () => readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly isHeading: (row: Row) => boolean;
  readonly selection: () => TickedRows | undefined;
  /** Rows that fit on the screen. */
  readonly pageSize: () => number;
  readonly reveal: (index: number) => void;
  readonly onopen: (row: Row) => void;
  readonly onmenu: (row: Row) => void;
  readonly onheading: (row: Row) => void;
  /** Space on a heading; absent: the same as Enter. */
  readonly ontickheading?: ((row: Row) => void) | undefined;
}

/** The keys of a grid that matter here. */
export interface GridKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The row the keyboard is on, and what each key does. */
export class GridModel<Row> {
  readonly #source: GridSource<Row>;
  #activeKey = $state<string | null>(null);

  constructor(source: GridSource<Row>, activeKey: string | null = null) {
    this.#source = source;
    this.#activeKey = activeKey;
  }

  /** Key of the row somebody moved to; null before. */
  get activeKey(): string | null {
    return this.#activeKey;
  }

  /** Index of the active row; the first one until somebody moved, -1 in an empty grid. */
  readonly activeIndex = $derived.by(() => {
    const { rows, keyOf } = this.#source;
    const at = this.#activeKey === null ? 0 : rows().findIndex((row) => keyOf(row) === this.#activeKey);
    return rows().length === 0 ? -1 : Math.max(0, at);
  });

  /** Makes a row the active one, by pointer or from outside. */
  activate(row: Row): void {
    this.#activeKey = this.#source.keyOf(row);
  }

  /** Does what a key asks for; answers whether it was for the grid. */
  press(event: GridKey): boolean {
    const move = this.#moveOf(event.key);
    if (move !== null) {
      this.#goTo(move, event.shiftKey);
      return true;
    }
    return this.#act(event);
  }

  /** A pointer on a row: Shift ticks a range, Ctrl or Cmd ticks one; alone it only makes the row active. */
  pick(row: Row, event: Omit<GridKey, 'key'>): void {
    const selection = this.#source.selection();
    if (!this.#source.isHeading(row) && selection !== undefined) {
      if (event.shiftKey) selection.extendTo(this.#source.keyOf(row), this.#selectableKeys());
      else if (event.ctrlKey || event.metaKey) selection.toggle(this.#source.keyOf(row));
    }
    this.activate(row);
  }

  /** Keys of every row that can be ticked, in the order shown. */
  #selectableKeys(): string[] {
    const { rows, isHeading, keyOf } = this.#source;
    return rows()
      .filter((row) => !isHeading(row))
      .map(keyOf);
  }

  #moveOf(key: string): number | null {
    const at = this.activeIndex;
    switch (key) {
      case 'ArrowDown':
        return this.#activeKey === null ? 0 : at + 1;
      case 'ArrowUp':
        return at - 1;
      case 'PageDown':
        return at + this.#source.pageSize();
      case 'PageUp':
        return at - this.#source.pageSize();
      case 'Home':
        return 0;
      case 'End':
        return this.#source.rows().length - 1;
      default:
        return null;
    }
  }

  #goTo(index: number, extend: boolean): void {
    const rows = this.#source.rows();
    const selection = this.#source.selection();
    const to = Math.min(Math.max(0, index), rows.length - 1);
    const before = rows[this.activeIndex];
    const row = rows[to];
    if (row === undefined || before === undefined) return;
    if (extend && selection !== undefined) {
      if (selection.size === 0 && !this.#source.isHeading(before))
        selection.toggle(this.#source.keyOf(before));
      if (!this.#source.isHeading(row)) selection.extendTo(this.#source.keyOf(row), this.#selectableKeys());
    }
    this.activate(row);
    this.#source.reveal(to);
  }

  #act(event: GridKey): boolean {
    const row = this.#source.rows()[this.activeIndex];
    if (row === undefined) return false;
    const selection = this.#source.selection();
    if (event.key === ' ') this.#tick(row, event.shiftKey);
    else if (event.key === 'Enter') this.#open(row);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) this.#source.onmenu(row);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selection?.set(this.#selectableKeys());
    else if (event.key === 'Escape' && selection !== undefined && selection.size > 0) selection.clear();
    else return false;
    return true;
  }

  #tick(row: Row, extend: boolean): void {
    const { isHeading, onheading, ontickheading = onheading } = this.#source;
    if (isHeading(row)) return ontickheading(row);
    const key = this.#source.keyOf(row);
    if (extend) this.#source.selection()?.extendTo(key, this.#selectableKeys());
    else this.#source.selection()?.toggle(key);
    this.activate(row);
  }

  #open(row: Row): void {
    if (this.#source.isHeading(row)) this.#source.onheading(row);
    else this.#source.onopen(row);
  }
}
