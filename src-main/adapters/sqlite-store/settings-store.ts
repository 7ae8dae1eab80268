import type { SettingsStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { settingsTable } from './tables/settings-table.ts';

/** Settings over their table. One that was never written, or was written as `undefined`, reads as `undefined`. */
export function settingsStore({ database, read, writeDurably }: Connection): SettingsStore {
  const settings = settingsTable(database);
  return {
    readSetting: (key) =>
      read((): unknown => {
        const value = settings.read(key);
        return value === null ? undefined : JSON.parse(value);
      }),
    // Durably: what was switched off must not run by itself after a power cut. They are few, and seldom written.
    writeSetting: (key, value) =>
      writeDurably(() => {
        if (value === undefined) settings.remove(key);
        else settings.write(key, JSON.stringify(value));
      }),
  };
}
