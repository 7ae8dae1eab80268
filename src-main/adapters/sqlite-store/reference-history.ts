import { toImageId } from '../../domain/image/hashes.ts';
import type { FormerReference, HistoryStore, ReferenceSighting } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import type { EnginesTable } from './tables/engines-table.ts';
import { type HoldingRow, sightingsTable, type SightingsTable } from './tables/sightings-table.ts';

type ReferenceHistory = Pick<HistoryStore, 'recordReferences' | 'formerReferences'>;

/** One recording: what holds now, what held until then, and when. */
interface Recording {
  readonly engine: number;
  readonly now: ReadonlyMap<string, ReferenceSighting>;
  /** By reference. */
  readonly held: ReadonlyMap<string, HoldingRow>;
  readonly lastSeenAtMs: number;
  readonly atMs: number;
}

/** Who had which reference, and from when to when. Rows are written only when something changed. */
export function referenceHistory(
  { database, read, write }: Connection,
  engines: EnginesTable,
  keepLost: number,
): ReferenceHistory {
  const sightings = sightingsTable(database);
  return {
    recordReferences: (engine, now, atMs) =>
      write(() => {
        const id = engines.idOf(engine);
        const lastSeenAtMs = engines.referencesSeenAtMs(id) ?? atMs;
        // Another process has already recorded what came after: going back would invent moves.
        if (atMs < lastSeenAtMs) return;
        const hasLost = record(sightings, {
          engine: id,
          now: new Map(now.map((sighting) => [sighting.reference, sighting])),
          held: new Map(sightings.readHolding(id).map((row) => [row.reference, row])),
          lastSeenAtMs,
          atMs,
        });
        if (hasLost) sightings.prune(id, keepLost);
        engines.setReferencesSeenAt(id, atMs);
      }),
    formerReferences: (engine) =>
      read(() => {
        const id = engines.findId(engine);
        if (id === null) return [];
        const seenAtMs = engines.referencesSeenAtMs(id) ?? 0;
        return sightings.readAll(id).map((row): FormerReference => ({
          reference: row.reference,
          imageId: toImageId(row.image_id),
          firstSeenAtMs: row.first_seen_at_ms,
          // What holds was seen whenever its engine was looked at.
          seenAtMs: row.lost_at_ms === null ? Math.max(row.last_seen_at_ms, seenAtMs) : row.last_seen_at_ms,
          lostAtMs: row.lost_at_ms,
        }));
      }),
  };
}

/** Writes what came, moved and went; whether anything was lost. */
function record(sightings: SightingsTable, { engine, now, held, lastSeenAtMs, atMs }: Recording): boolean {
  let hasLost = false;
  for (const row of held.values()) {
    if (now.get(row.reference)?.imageId === row.image_id) continue;
    sightings.lose(row.id, { lastSeenAtMs, lostAtMs: atMs });
    hasLost = true;
  }
  for (const sighting of now.values()) {
    if (held.get(sighting.reference)?.image_id !== sighting.imageId) sightings.add(engine, sighting);
  }
  return hasLost;
}
