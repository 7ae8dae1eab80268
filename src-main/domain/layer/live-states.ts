import type { HistoryEntry } from '../image/history-entry.ts';
import type { KnownLayers } from './align-history.ts';
import type { StepKind } from './step-kind.ts';

/** The question: which steps can fill which slots. */
interface AlignmentTask {
  readonly entries: readonly HistoryEntry[];
  readonly kinds: readonly StepKind[];
  readonly layerCount: number;
  readonly known: KnownLayers;
}

/** The answer: what lies on at least one way from no step and no layer to all steps and all layers. */
interface LiveStates {
  /** Slots a step can fill. */
  slotsOf(entry: number): readonly number[];
  /** Steps that can fill a slot. */
  entriesOf(slot: number): readonly number[];
  /** Whether a step can be no layer. */
  canSkip(entry: number): boolean;
  /** Bytes of all layers up to and with this step: the same on every way, because steps without layers have no bytes. */
  bytesThrough(entry: number): number;
}

/**
 * Follows every way at once. A state is (steps read, layers filled); a step either fills the next slot or is skipped. What
 * can be reached from the start and also reaches the end is live. Null when nothing is.
 */
export function liveStates(task: AlignmentTask): LiveStates | null {
  const grid = new AlignmentGrid(task);
  return grid.isPossible() ? grid : null;
}

class AlignmentGrid implements LiveStates {
  readonly #task: AlignmentTask;
  readonly #width: number;
  readonly #sums: readonly number[];
  /** 1: reachable from the start; 2: reaches the end; 3: live. */
  readonly #marks: Uint8Array;

  constructor(task: AlignmentTask) {
    this.#task = task;
    this.#width = task.layerCount + 1;
    const sums = [0];
    for (const entry of task.entries) sums.push((sums.at(-1) ?? 0) + entry.bytes);
    this.#sums = sums;
    this.#marks = new Uint8Array((task.entries.length + 1) * this.#width);
    this.#markForward();
    this.#markBackward();
  }

  isPossible(): boolean {
    return this.#isLive(0, 0);
  }

  slotsOf(entry: number): readonly number[] {
    return indexes(this.#task.layerCount, (slot) => this.#isLiveFill(entry, slot));
  }

  entriesOf(slot: number): readonly number[] {
    return indexes(this.#task.entries.length, (entry) => this.#isLiveFill(entry, slot));
  }

  canSkip(entry: number): boolean {
    if (this.#task.kinds[entry] === 'layer') return false;
    for (let filled = 0; filled < this.#width; filled += 1) {
      if (this.#isLive(entry, filled) && this.#isLive(entry + 1, filled)) return true;
    }
    return false;
  }

  bytesThrough(entry: number): number {
    return this.#sums[entry + 1] ?? 0;
  }

  #markForward(): void {
    const { entries, kinds, layerCount } = this.#task;
    this.#mark(0, 0, 1);
    for (let read = 0; read < entries.length; read += 1) {
      for (let filled = 0; filled <= Math.min(read, layerCount); filled += 1) {
        if ((this.#marks[read * this.#width + filled] ?? 0) === 0) continue;
        if (kinds[read] !== 'layer') this.#mark(read + 1, filled, 1);
        if (filled < layerCount && this.#canFill(read, filled)) this.#mark(read + 1, filled + 1, 1);
      }
    }
  }

  #markBackward(): void {
    const { entries, kinds, layerCount } = this.#task;
    if (this.#hasMark(entries.length, layerCount, 1)) this.#mark(entries.length, layerCount, 2);
    for (let read = entries.length - 1; read >= 0; read -= 1) {
      for (let filled = 0; filled <= layerCount; filled += 1) {
        if (!this.#hasMark(read, filled, 1)) continue;
        const skips = kinds[read] !== 'layer' && this.#hasMark(read + 1, filled, 2);
        const fills = this.#canFill(read, filled) && this.#hasMark(read + 1, filled + 1, 2);
        if (skips || fills) this.#mark(read, filled, 2);
      }
    }
  }

  #canFill(entry: number, slot: number): boolean {
    const { entries, kinds, known } = this.#task;
    if (kinds[entry] === 'metadata') return false;
    const allowed = known.layerBytes?.[slot] ?? null;
    return allowed === null || allowed.includes(entries[entry]?.bytes ?? 0);
  }

  /** Whether what is known of sums and depths allows a state. */
  #isAllowed(read: number, filled: number): boolean {
    const { known } = this.#task;
    const depth = read === 0 ? null : (known.depths?.[read - 1] ?? null);
    if (depth !== null && depth !== filled) return false;
    const allowed = filled === 0 ? [0] : (known.prefixBytes?.[filled - 1] ?? null);
    return allowed === null || allowed.includes(this.#sums[read] ?? 0);
  }

  #isLive(read: number, filled: number): boolean {
    return this.#hasMark(read, filled, 3);
  }

  #isLiveFill(entry: number, slot: number): boolean {
    return this.#isLive(entry, slot) && this.#isLive(entry + 1, slot + 1) && this.#canFill(entry, slot);
  }

  #hasMark(read: number, filled: number, mark: number): boolean {
    if (filled >= this.#width) return false;
    return ((this.#marks[read * this.#width + filled] ?? 0) & mark) === mark;
  }

  #mark(read: number, filled: number, mark: number): void {
    if (mark === 1 && !this.#isAllowed(read, filled)) return;
    const at = read * this.#width + filled;
    this.#marks[at] = (this.#marks[at] ?? 0) | mark;
  }
}

/** Indexes below `length` that pass a test. */
function indexes(length: number, test: (index: number) => boolean): number[] {
  const passed: number[] = [];
  for (let index = 0; index < length; index += 1) if (test(index)) passed.push(index);
  return passed;
}
