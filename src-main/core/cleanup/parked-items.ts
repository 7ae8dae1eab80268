import type { RecordedPast } from '../../domain/cleanup/recorded-past.ts';
import { isParked } from '../../domain/cleanup/recycle-bin.ts';
import type { EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import type { JournalItem, Store } from '../../ports/store.ts';

/** What the journal knows of one parked image. */
export interface ParkedEntry {
  readonly runId: string;
  /** Items of the image in the run that parked it. */
  readonly items: readonly JournalItem[];
  /** References it had and lost to the bin, sorted. */
  readonly references: readonly string[];
  /** Digests it had then. */
  readonly digests: readonly string[];
  readonly pullFrom: readonly string[];
}

/** Everything parked on an engine as the journal has it, by the bin's reference; the latest run speaks. */
export function parkedEntries(
  store: Pick<Store, 'parkedItems'>,
  engine: string,
): ReadonlyMap<string, ParkedEntry> {
  const entries = new Map<string, ParkedEntry>();
  for (const [tag, all] of Map.groupBy(store.parkedItems(engine), ({ item }) => item.parkedAs)) {
    const [latest] = all;
    if (tag === null || latest === undefined) continue;
    const { runId } = latest;
    const items = all.filter((each) => each.runId === runId).map(({ item }) => item);
    entries.set(tag, { runId, items, ...namesOf(items) });
  }
  return entries;
}

/** Names that images in the bin had before, as the journal has them. It is not read while nothing lies there. */
export function namesBeforeParked(
  store: Pick<Store, 'parkedItems'>,
  { engineId, images }: Pick<EngineSnapshot, 'engineId' | 'images'>,
): NonNullable<RecordedPast['beforeParked']> {
  const parked = images.filter(isParked);
  if (parked.length === 0) return new Map();
  const entries = parkedEntries(store, engineId);
  return new Map(
    parked.map(({ id, tags }) => {
      const known = tags.flatMap((tag) => entries.get(tag) ?? []);
      return [
        id,
        {
          tags: known.flatMap(({ references }) => references),
          digests: known.flatMap(({ digests }) => digests),
        },
      ];
    }),
  );
}

function namesOf(items: readonly JournalItem[]): Pick<ParkedEntry, 'references' | 'digests' | 'pullFrom'> {
  const gone = items.filter(({ outcome }) => ['parked', 'trying', 'restored'].includes(outcome));
  const [first] = items;
  return {
    references: gone.flatMap(({ reference }) => reference ?? []).sort(),
    digests: first?.digests ?? [],
    pullFrom: first?.pullFrom ?? [],
  };
}
