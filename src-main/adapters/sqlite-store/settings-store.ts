import type { SettingsStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { settingsTable } from './tables/settings-table.ts';

/** Settings over their table. One that was never written, or was written as `undefined`, reads as `undefined`. */
export function settingsStore({ database, read, write }: Connection): SettingsStore {
  const settings = settingsTable(database);
  return {
    readSetting: (key) =>
      read((): unknown => {
        const value = settings.read(key);
        return value === null ? undefined : JSON.parse(value);
      }),
    writeSetting: (key, value) =>
      write(() => {
        if (value === undefined) settings.remove(key);
        else settings.write(key, JSON.stringify(value));
      }),
  };
}
