import type { JournalItem, Store } from '../../ports/store.ts';

/** Runs that are searched for what was parked: the journal is never pruned, and nobody keeps a bin for so many. */
const mostRuns = 10_000;

/** What the journal knows of one parked image. */
export interface ParkedEntry {
  readonly runId: string;
  /** Items of the image in the run that parked it. */
  readonly items: readonly JournalItem[];
  /** References it had and lost to the bin, sorted. */
  readonly references: readonly string[];
  readonly pullFrom: readonly string[];
}

/** Everything parked on an engine as the journal has it, by the bin's reference; the latest run speaks. */
export function parkedEntries(store: Pick<Store, 'runs'>, engine: string): ReadonlyMap<string, ParkedEntry> {
  const entries = new Map<string, ParkedEntry>();
  for (const run of store.runs(mostRuns)) {
    if (run.engine !== engine) continue;
    for (const [tag, items] of Map.groupBy(run.items, ({ parkedAs }) => parkedAs)) {
      if (tag === null || entries.has(tag)) continue;
      const gone = items.filter(({ outcome }) => ['parked', 'trying', 'restored'].includes(outcome));
      const references = gone.flatMap(({ reference }) => reference ?? []).sort();
      entries.set(tag, { runId: run.runId, items, references, pullFrom: items[0]?.pullFrom ?? [] });
    }
  }
  return entries;
}
