import { expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';

import { SettingsState } from './settings-state.svelte.ts';

const about = {
  version: '1',
  dataDirectory: '/data',
  startedFreshBecause: null,
  unreadableRows: [],
  shell: 'browser',
};

it('says that a change could not be kept, until one can', async () => {
  let fails = true;
  const keeper = {
    changeSettings: () => (fails ? Promise.reject(new AppError('store.corrupt')) : Promise.resolve()),
  };
  const settings = new SettingsState({ settings: { about: () => Promise.resolve(about) } } as never, keeper);
  await settings.change({ theme: 'dark' });
  expect(settings.saveError?.code).toBe('store.corrupt');
  fails = false;
  await settings.change({ theme: 'dark' });
  expect(settings.saveError).toBeNull();
  await settings.load();
  expect(settings.about).toEqual(about);
});
