import type { StoreKind } from '../image/engine-snapshot.ts';
import type { DiffId } from '../image/hashes.ts';
import type { HistoryEntry } from '../image/history-entry.ts';
import { liveStates } from './live-states.ts';
import type { StepKind } from './step-kind.ts';
import { stepKind } from './step-kind.ts';

/**
 * What is known of a stack before its history is read. Values are *possible* values: one is a fact, several are a
 * choice, null is anything.
 */
export interface KnownLayers {
  readonly store: StoreKind;
  /** Bytes of each layer, by slot. */
  readonly layerBytes?: readonly (readonly number[] | null)[];
  /** Bytes of each layer and all below it, by slot. */
  readonly prefixBytes?: readonly (readonly number[] | null)[];
  /** How many layers there are after a step, by step; null where nobody knows. */
  readonly depths?: readonly (number | null)[];
}

/** A step of a history beside the layer it made. */
export interface AlignedEntry {
  readonly kind: 'layer' | 'metadata' | 'ambiguous';
  /** The one layer it made or may have made; null when it made none, or when it cannot be told which. */
  readonly slot: number | null;
}

/** A layer beside the step that made it. */
export interface AlignedLayer {
  /** The one step that made it; null when several may have. */
  readonly entry: number | null;
  /** Every number of bytes it may have, ascending; one is exact. */
  readonly bytes: readonly number[];
  /** The same for its bytes and all below it. */
  readonly prefixBytes: readonly number[];
}

/** Every way to lay a history over a stack, reduced to what is certain. */
export interface AlignedHistory {
  /** False when no way exists: the history and the known facts contradict each other, and nothing is said. */
  readonly isPossible: boolean;
  readonly entries: readonly AlignedEntry[];
  readonly layers: readonly AlignedLayer[];
}

const impossible: AlignedHistory = { isPossible: false, entries: [], layers: [] };

/**
 * Lays a history (oldest step first) over the layers of a stack. Steps are not layers, and the engine does not say which
 * step is one: so all ways are followed at once, and only what they have in common is told. Choosing the first way that
 * fits is wrong: it gives one layer the size of another.
 * Unknown: a step that may or may not be a layer is `ambiguous`; a layer that may have several sizes names them all.
 * Errors:  none; a contradiction is `isPossible: false`.
 * Source:  ENGINES §2.2.
 */
export function alignHistory(
  entries: readonly HistoryEntry[],
  diffIds: readonly DiffId[],
  known: KnownLayers,
): AlignedHistory {
  const kinds = kindsFor(entries, diffIds.length, known.store);
  if (kinds === null) return impossible;
  const forced = forcedMakers(kinds, diffIds.length);
  if (forced !== null) return onlyWay(entries, forced, known);
  const states = liveStates({ entries, kinds, layerCount: diffIds.length, known });
  if (states === null) return impossible;
  return {
    isPossible: true,
    entries: entries.map((_, entry) => toAlignedEntry(states.slotsOf(entry), states.canSkip(entry))),
    layers: diffIds.map((_, slot) => {
      const makers = states.entriesOf(slot);
      return {
        entry: makers.length === 1 ? (makers[0] ?? null) : null,
        bytes: distinct(makers.map((entry) => entries[entry]?.bytes ?? 0)),
        prefixBytes: distinct(makers.map((entry) => states.bytesThrough(entry))),
      };
    }),
  };
}

/** The steps that made the layers, where their number leaves no choice; most histories end here. */
function forcedMakers(kinds: readonly StepKind[], layerCount: number): readonly number[] | null {
  const certain = [...kinds.keys()].filter((at) => kinds[at] === 'layer');
  if (certain.length === layerCount) return certain;
  const possible = [...kinds.keys()].filter((at) => kinds[at] !== 'metadata');
  return possible.length === layerCount ? possible : null;
}

/** The alignment in which exactly these steps made the layers, unless a known fact says otherwise. */
function onlyWay(
  entries: readonly HistoryEntry[],
  makers: readonly number[],
  known: KnownLayers,
): AlignedHistory {
  const aligned: AlignedEntry[] = [];
  const layers: AlignedLayer[] = [];
  let sum = 0;
  for (const [at, entry] of entries.entries()) {
    const slot = layers.length;
    const isMaker = makers[slot] === at;
    aligned.push(isMaker ? { kind: 'layer', slot } : { kind: 'metadata', slot: null });
    if (isMaker) {
      sum += entry.bytes;
      layers.push({ entry: at, bytes: [entry.bytes], prefixBytes: [sum] });
      const isPossible =
        admits(known.layerBytes?.[slot], entry.bytes) && admits(known.prefixBytes?.[slot], sum);
      if (!isPossible) return impossible;
    }
    const depth = known.depths?.[at] ?? null;
    if (depth !== null && depth !== layers.length) return impossible;
  }
  return { isPossible: true, entries: aligned, layers };
}

function admits(possible: readonly number[] | null | undefined, bytes: number): boolean {
  return possible?.includes(bytes) ?? true;
}

function toAlignedEntry(slots: readonly number[], canSkip: boolean): AlignedEntry {
  const slot = slots.length === 1 ? (slots[0] ?? null) : null;
  if (slots.length === 0) return { kind: 'metadata', slot: null };
  return { kind: canSkip ? 'ambiguous' : 'layer', slot };
}

/**
 * What each step can be, given how many layers there are. Other builders break the habits of Docker's own: when the
 * habits leave no room for this number of layers, they are dropped one by one, the least certain first.
 */
function kindsFor(
  entries: readonly HistoryEntry[],
  layerCount: number,
  store: StoreKind,
): readonly StepKind[] | null {
  // On the containerd store a layer always has bytes, and a step without bytes never made one.
  const bySize = entries.map((entry): StepKind => (entry.bytes > 0 ? 'layer' : 'metadata'));
  if (store === 'containerd') return fits(bySize, layerCount) ? bySize : null;
  const byHabit = entries.map(stepKind);
  const loosely = byHabit.map((kind, at): StepKind =>
    bySize[at] === 'metadata' && kind === 'layer' ? 'either' : kind,
  );
  const freely = bySize.map((kind): StepKind => (kind === 'layer' ? 'layer' : 'either'));
  return [byHabit, loosely, freely].find((kinds) => fits(kinds, layerCount)) ?? null;
}

function fits(kinds: readonly StepKind[], layerCount: number): boolean {
  const certain = kinds.filter((kind) => kind === 'layer').length;
  const possible = kinds.filter((kind) => kind !== 'metadata').length;
  return certain <= layerCount && layerCount <= possible;
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
