import type { StoreKind } from '../image/engine-snapshot.ts';
import type { DiffId } from '../image/hashes.ts';
import type { HistoryEntry } from '../image/history-entry.ts';
import type { AlignedHistory, KnownLayers } from '../layer/align-history.ts';
import { alignHistory } from '../layer/align-history.ts';
import { instruction } from '../layer/step-kind.ts';
import type { ByteSums } from './byte-sums.ts';

/** A history and the path of nodes it tells about, bottom first. */
export interface HistoryTask {
  readonly key: string;
  readonly store: StoreKind;
  readonly path: readonly number[];
  readonly diffIds: readonly DiffId[];
  readonly entries: readonly HistoryEntry[];
  /** Layers there are after each step, where the step names an image that is here. */
  readonly depths: readonly (number | null)[];
}

/** What histories gave, beyond the sums themselves. */
export interface SolvedHistories {
  readonly sums: ByteSums;
  readonly ignored: ReadonlySet<string>;
  /** The instruction that made a layer, by node; where histories disagree there is none. */
  readonly instructions: ReadonlyMap<number, string>;
}

/**
 * Draws from histories all that is certain about the sums, until nothing new comes: histories through the same layer
 * restrict each other, and each solved sum restricts the next alignment.
 * A history that contradicts the engine's sums is ignored. When histories contradict each other, nobody knows which one
 * is wrong: all that have a layer in common with the contradiction are ignored, so that none poisons the sums.
 */
export function solveHistories(base: ByteSums, tasks: readonly HistoryTask[]): SolvedHistories {
  if (tasks.length === 0) return { sums: base, ignored: new Set(), instructions: new Map() };
  let trusted = tasks.filter((task) => align(task, base, new Choices()).isPossible);
  for (;;) {
    const attempt = new JointSolution(base.copy(), trusted);
    const clash = attempt.settle();
    if (clash === null) {
      const used = new Set(trusted);
      const ignored = new Set(tasks.filter((task) => !used.has(task)).map((task) => task.key));
      return { sums: attempt.sums, ignored, instructions: attempt.instructions() };
    }
    const touched = new Set(clash.diffIds);
    trusted = trusted.filter((task) => task !== clash && !task.diffIds.some((diffId) => touched.has(diffId)));
  }
}

/** Possible values that histories leave, where they leave several. */
class Choices {
  readonly prefix = new Map<number, readonly number[]>();
  readonly diff = new Map<DiffId, readonly number[]>();
}

/** All trusted histories together. */
class JointSolution {
  readonly sums: ByteSums;
  readonly #tasks: readonly HistoryTask[];
  readonly #choices = new Choices();
  readonly #aligned = new Map<HistoryTask, AlignedHistory>();
  /** Histories that have nothing more to tell. */
  readonly #exhausted = new Set<HistoryTask>();

  constructor(sums: ByteSums, tasks: readonly HistoryTask[]) {
    this.sums = sums;
    this.#tasks = tasks;
  }

  /** Null when all agree; otherwise the history in which a contradiction showed. */
  settle(): HistoryTask | null {
    let hasNews = true;
    while (hasNews) {
      hasNews = false;
      for (const task of this.#tasks) {
        if (this.#exhausted.has(task)) continue;
        const aligned = align(task, this.sums, this.#choices);
        if (!aligned.isPossible) return task;
        this.#aligned.set(task, aligned);
        if (this.#note(task, aligned)) hasNews = true;
        if (aligned.layers.every((layer) => layer.prefixBytes.length === 1)) this.#exhausted.add(task);
      }
      if (this.sums.settle()) hasNews = true;
    }
    return null;
  }

  instructions(): ReadonlyMap<number, string> {
    const made = new Map<number, string>();
    for (const [task, aligned] of this.#aligned) {
      for (const [slot, layer] of aligned.layers.entries()) {
        const node = task.path[slot];
        if (node === undefined || layer.entry === null) continue;
        const text = instruction(task.entries[layer.entry]?.createdBy ?? '');
        made.set(node, (made.get(node) ?? text) === text ? text : '');
      }
    }
    return made;
  }

  #note(task: HistoryTask, aligned: AlignedHistory): boolean {
    let hasNews = false;
    for (const [slot, layer] of aligned.layers.entries()) {
      const node = task.path[slot] ?? 0;
      const diffId = task.diffIds[slot];
      if (narrow(this.#choices.prefix, node, layer.prefixBytes)) hasNews = true;
      const [sum = 0] = layer.prefixBytes;
      if (layer.prefixBytes.length === 1 && this.sums.learnPrefix(node, sum)) hasNews = true;
      if (
        task.store === 'classic' &&
        diffId !== undefined &&
        narrow(this.#choices.diff, diffId, layer.bytes)
      ) {
        hasNews = true;
      }
      const [bytes = 0] = layer.bytes;
      if (layer.bytes.length === 1 && this.sums.learnLayer(node, bytes)) hasNews = true;
    }
    return hasNews;
  }
}

/** Keeps what an alignment leaves of the possible values; it never leaves more than was there. */
function narrow<Key>(choices: Map<Key, readonly number[]>, key: Key, left: readonly number[]): boolean {
  const before = choices.get(key);
  const now = before === undefined ? left : before.filter((value) => left.includes(value));
  if (before?.length === now.length) return false;
  choices.set(key, now);
  return true;
}

function align(task: HistoryTask, sums: ByteSums, choices: Choices): AlignedHistory {
  const known: KnownLayers = {
    store: task.store,
    depths: task.depths,
    prefixBytes: task.path.map((node) => knownOr(sums.prefix[node], choices.prefix.get(node))),
    layerBytes: task.path.map((node, slot) => {
      const diffId = task.diffIds[slot];
      return knownOr(sums.layer[node], diffId === undefined ? undefined : choices.diff.get(diffId));
    }),
  };
  return alignHistory(task.entries, task.diffIds, known);
}

function knownOr(bytes: number | undefined, choice: readonly number[] | undefined): readonly number[] | null {
  return bytes === undefined || Number.isNaN(bytes) ? (choice ?? null) : [bytes];
}
