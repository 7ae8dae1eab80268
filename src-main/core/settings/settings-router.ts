import type { Core } from '../core.ts';
import { os } from '../wire.ts';
import { readSettings, writeSettings } from './settings.ts';

/** Handlers of settings and diagnostics. */
export function settingsRouter({ deps }: Core) {
  return {
    read: os.settings.read.handler(() => readSettings(deps.store)),
    write: os.settings.write.handler(({ input }) => writeSettings(deps.store, input)),
    about: os.settings.about.handler(() => ({
      version: deps.version,
      dataDirectory: deps.store.directory,
      startedFreshBecause: deps.store.startedFreshBecause,
      unreadableRows: deps.store.unreadableRows(),
      shell: deps.shell === 'electron' ? ('electron' as const) : ('browser' as const),
    })),
  };
}
