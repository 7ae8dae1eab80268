import * as v from 'valibot';

import { settingsSchema } from '../../contract/operations/settings.ts';
import type { Settings } from '../../contract/operations/settings.ts';
import type { SettingsStore } from '../../ports/store.ts';

const key = 'settings';

/** Some of the settings; what is absent or undefined stays as it is. */
type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const defaults: Settings = {
  theme: 'system',
  language: 'system',
  imageColumns: ['tags', 'bar', 'size', 'exclusive', 'created', 'usedBy', 'base'],
  showIntermediates: false,
};

/** Settings as kept; what is missing or no longer valid takes its default. */
export function readSettings(store: SettingsStore): Settings {
  const kept = v.safeParse(v.partial(settingsSchema), store.readSetting(key));
  return { ...defaults, ...(kept.success ? definedOf(kept.output) : {}) };
}

/** Writes the keys that are given. */
export function writeSettings(store: SettingsStore, change: SettingsChange): Settings {
  const next = { ...readSettings(store), ...definedOf(change) };
  store.writeSetting(key, next);
  return next;
}

function definedOf(change: SettingsChange): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
