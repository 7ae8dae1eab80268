import type { RegistryCheck } from '../../domain/cleanup/recorded-past.ts';
import type { RecordStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { packDay, unpackDay } from './pack-day.ts';
import { automationTable } from './tables/automation-table.ts';
import { daysTable } from './tables/days-table.ts';
import type { EnginesTable } from './tables/engines-table.ts';
import { layersTable } from './tables/layers-table.ts';
import { registryChecksTable } from './tables/registry-checks-table.ts';
import type { UnreadableRows } from './unreadable-rows.ts';

/** How many rows of each kind are kept. */
export interface RecordBounds {
  /** Of each engine. */
  readonly days: number;
  /** Of each engine. */
  readonly registryChecks: number;
  readonly automationLog: number;
}

/** Two months of days, and years of the rest. */
export const usualRecordBounds: RecordBounds = { days: 62, registryChecks: 20_000, automationLog: 5000 };

/** What the store is made of, besides its connection. */
interface RecordParts {
  readonly engines: EnginesTable;
  readonly unreadable: UnreadableRows;
  readonly bounds: RecordBounds;
}

/** Days, registry checks and the log of automatic clean-up over their tables. */
export function recordStore(connection: Connection, parts: RecordParts): RecordStore {
  const { database, read, write } = connection;
  const { engines, bounds } = parts;
  const checks = registryChecksTable(database);
  const log = automationTable(database);
  return {
    ...dayRecords(connection, parts),
    recordCheck: (engine, check) =>
      write(() => {
        const id = engines.idOf(engine);
        checks.write(id, check);
        checks.prune(id, bounds.registryChecks);
      }),
    registryChecks: (engine) =>
      read(() => {
        const id = engines.findId(engine);
        if (id === null) return new Map<string, RegistryCheck>();
        return new Map(checks.readAll(id).map(({ reference, ...check }) => [reference, check]));
      }),
    logAutomation: (entry) =>
      write(() => {
        log.add(entry);
        log.prune(bounds.automationLog);
      }),
    automationLog: (limit) => read(() => log.read(limit)),
  };
}

function dayRecords(
  { database, read, write }: Connection,
  { engines, unreadable, bounds }: RecordParts,
): Pick<RecordStore, 'recordDay' | 'days' | 'day'> {
  const days = daysTable(database);
  const layers = layersTable(database);
  return {
    recordDay: (engine, day) =>
      write(() => {
        const id = engines.idOf(engine);
        const packed = packDay(day, layers.numbering());
        days.write(id, { dayMs: day.dayMs, takenAtMs: Math.floor(day.snapshot.takenAtMs), ...packed });
        days.prune(id, bounds.days);
      }),
    days: (engine) =>
      read(() => {
        const id = engines.findId(engine);
        return id === null ? [] : days.list(id);
      }),
    day: (engine, dayMs) =>
      read(() => {
        const id = engines.findId(engine);
        const content = id === null ? null : days.read(id, dayMs);
        if (content === null) return null;
        return unreadable.tryRow({ kind: 'day', name: `${engine} ${dayMs}` }, () =>
          unpackDay(dayMs, content, layers.readAll()),
        );
      }),
  };
}
