/** What a grid needs to know and to do about ticked rows; `GridSelection` does it. */
export interface TickedRows {
  readonly keys: ReadonlySet<string>;
  readonly size: number;
  has(key: string): boolean;
  toggle(key: string): void;
  extendTo(key: string, shown: readonly string[]): void;
  toggleAll(keys: readonly string[]): void;
  set(keys: Iterable<string>): void;
  clear(): void;
}

/** Which rows are ticked. Keys, not rows: it survives every refresh, sort and filter. */
export class GridSelection implements TickedRows {
  #keys = $state.raw<ReadonlySet<string>>(new Set());
  #anchor: string | null = null;

  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Ticks or unticks one row; a range starts here next time. */
  toggle(key: string): void {
    const next = new Set(this.#keys);
    if (!next.delete(key)) next.add(key);
    this.#keys = next;
    this.#anchor = key;
  }

  /** Ticks everything between the row ticked last and this one, in the order shown. */
  extendTo(key: string, shown: readonly string[]): void {
    const from = shown.indexOf(this.#anchor ?? key);
    const to = shown.indexOf(key);
    if (to < 0) return;
    const range = from < 0 ? [key] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#keys = new Set([...this.#keys, ...range]);
    if (from < 0) this.#anchor = key;
  }

  /** Ticks all of these, or none of them when all are ticked already. */
  toggleAll(keys: readonly string[]): void {
    const all = keys.length > 0 && keys.every((key) => this.#keys.has(key));
    const next = new Set(this.#keys);
    for (const key of keys) {
      if (all) next.delete(key);
      else next.add(key);
    }
    this.#keys = next;
  }

  /** Ticks exactly these. */
  set(keys: Iterable<string>): void {
    this.#keys = new Set(keys);
  }

  clear(): void {
    this.#keys = new Set();
    this.#anchor = null;
  }
}
