import * as v from 'valibot';

import type { SettingsStore } from '../../ports/store.ts';

const key = 'automation-memory';

/** What was last told to a person, so that nobody is told the same twice. */
export interface Told {
  /** Which images it was about. */
  readonly mark: string;
  readonly atMs: number;
}

/** What automatic clean-up of one engine remembers over a restart. */
export interface AutomationMemory {
  /** When its schedule last came round, or when it was switched on. */
  readonly scheduledAtMs: number;
  readonly policy: Told | null;
  readonly bin: Told | null;
}

const told = v.nullable(v.object({ mark: v.string(), atMs: v.number() }));
const schema = v.record(
  v.string(),
  v.object({ scheduledAtMs: v.number(), policy: told, bin: told }),
) satisfies v.GenericSchema<unknown, Readonly<Record<string, AutomationMemory>>>;

/** What is remembered of an engine; null when nothing is: then its schedule begins now. */
export function readMemory(store: SettingsStore, endpoint: string): AutomationMemory | null {
  return all(store)[endpoint] ?? null;
}

/** Remembers. */
export function writeMemory(store: SettingsStore, endpoint: string, memory: AutomationMemory): void {
  store.writeSetting(key, { ...all(store), [endpoint]: memory });
}

function all(store: SettingsStore): Readonly<Record<string, AutomationMemory>> {
  const kept = v.safeParse(schema, store.readSetting(key));
  return kept.success ? kept.output : {};
}
