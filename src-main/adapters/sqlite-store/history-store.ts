import { toImageId } from '../../domain/image/hashes.ts';
import type { HistoryStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { referenceHistory } from './reference-history.ts';
import type { EnginesTable } from './tables/engines-table.ts';
import { eventsTable } from './tables/events-table.ts';
import { totalsTable } from './tables/totals-table.ts';
import { usageTable } from './tables/usage-table.ts';

/** How many rows of each kind an engine keeps, so that the file does not grow for ever. */
export interface HistoryBounds {
  readonly events: number;
  readonly totals: number;
  readonly lostReferences: number;
}

/** Longest gap in watching over which silence still counts as "not used". */
const longestGapMs = 7 * 24 * 60 * 60 * 1000;

/** A year of a busy machine. */
export const usualBounds: HistoryBounds = { events: 10_000, totals: 20_000, lostReferences: 50_000 };

/** What engines forget, over its tables. */
export function historyStore(
  connection: Connection,
  engines: EnginesTable,
  bounds: HistoryBounds,
): HistoryStore {
  const { database, read, write } = connection;
  const usage = usageTable(database);
  const events = eventsTable(database);
  const totals = totalsTable(database);
  /** Reads what is known of an engine; nothing of one that was never seen. */
  const readOf = <T>(engine: string, body: (id: number) => readonly T[]): readonly T[] =>
    read(() => {
      const id = engines.findId(engine);
      return id === null ? [] : body(id);
    });
  return {
    ...referenceHistory(connection, engines, bounds.lostReferences),
    recordUsage: (engine, uses, atMs) =>
      write(() => {
        const id = engines.idOf(engine);
        // An event's time may have a fraction.
        const whole = Math.floor(atMs);
        // Also without a use: from now on silence means that nothing ran.
        watch(engines, id, whole);
        for (const use of uses) usage.write(id, { ...use, atMs: whole });
      }),
    usage: (engine) =>
      readOf(engine, (id) => {
        const knownSinceMs = engines.usageKnownSinceMs(id);
        return usage.readAll(id).map((row) => ({
          imageId: toImageId(row.image_id),
          lastUsedAtMs: row.last_used_at_ms,
          containerName: row.container_name,
          knownSinceMs: knownSinceMs ?? row.last_used_at_ms,
        }));
      }),
    usageKnownSinceMs: (engine) =>
      read(() => {
        const id = engines.findId(engine);
        return id === null ? null : engines.usageKnownSinceMs(id);
      }),
    recordEvent: (engine, event) =>
      write(() => {
        const id = engines.idOf(engine);
        events.write(id, event);
        events.prune(id, bounds.events);
      }),
    events: (engine, limit) => readOf(engine, (id) => events.read(id, limit)),
    recordTotals: (engine, sums) =>
      write(() => {
        const id = engines.idOf(engine);
        totals.write(id, sums);
        totals.prune(id, bounds.totals);
      }),
    totals: (engine) => readOf(engine, (id) => totals.readAll(id)),
  };
}

/** Notes that use was watched at a moment; after a long gap, what is known begins anew. */
function watch(engines: EnginesTable, id: number, atMs: number): void {
  const knownSinceMs = engines.usageKnownSinceMs(id);
  const watchedUntilMs = engines.usageWatchedUntilMs(id);
  if (knownSinceMs === null || watchedUntilMs === null || atMs - watchedUntilMs > longestGapMs) {
    engines.setUsageTimes(id, { knownSinceMs: atMs, watchedUntilMs: atMs });
  } else if (atMs > watchedUntilMs) {
    engines.setUsageTimes(id, { knownSinceMs, watchedUntilMs: atMs });
  }
}
