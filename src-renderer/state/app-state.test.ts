import { afterEach, describe, expect, it } from 'vitest';

import type { Settings } from '#main/contract/operations/settings.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';

import type { BallastClient } from '../api/client.ts';
import { locale, t } from '../i18n/locale.svelte.ts';
import { AppState } from './app-state.svelte.ts';

const saved: Settings = {
  theme: 'system',
  language: 'system',
  imageColumns: ['tags'],
  showIntermediates: false,
};

function open(changes: { settings?: Partial<Settings>; languages?: string[]; fails?: boolean } = {}) {
  const written: Partial<Settings>[] = [];
  const visited: string[] = [];
  const settings = { ...saved, ...changes.settings };
  const client = {
    settings: {
      read: () => (changes.fails ? Promise.reject(new Error('no')) : Promise.resolve(settings)),
      write: (change: Partial<Settings>) => {
        written.push(change);
        return Promise.resolve({ ...settings, ...change });
      },
    },
  } as unknown as BallastClient;
  const app = new AppState(client, {
    hash: '#/layers',
    languages: changes.languages ?? ['en-GB'],
    prefersDark: true,
    go: (hash) => visited.push(hash),
  });
  return { app, written, visited };
}

afterEach(() => locale.use('en'));

describe('settings', () => {
  it('follows the system until somebody chose', async () => {
    const { app, written } = open();
    await app.loadSettings();
    expect(app.theme).toBe('dark');
    app.followSystemTheme(false);
    expect(app.theme).toBe('light');
    await app.changeSettings({ theme: 'dark' });
    expect([app.theme, written]).toEqual(['dark', [{ theme: 'dark' }]]);
  });

  it.each([
    [['ja-JP', 'en'], 'system', 'ja'],
    [['fr', 'ja'], 'system', 'ja'],
    [['fr'], 'system', 'en'],
    [['en-US', 'ja'], 'system', 'en'],
    [['en-US'], 'ja', 'ja'],
    [['ja'], 'en', 'en'],
  ] as const)('with %j and the setting %s it speaks %s', async (languages, language, spoken) => {
    const { app } = open({ languages: [...languages], settings: { language } });
    await app.loadSettings();
    expect([app.language, t.images.title]).toEqual([spoken, spoken === 'ja' ? 'イメージ' : 'Images']);
  });

  it('works without them', async () => {
    const { app } = open({ fails: true });
    await app.loadSettings();
    expect([app.settings.theme, app.route.screen]).toEqual(['system', 'layers']);
  });
});

it('hands a policy to the plan once', () => {
  const { app, visited } = open();
  app.openPlan(policyOf({ kind: 'dangling' }), 'Fridays');
  expect(visited).toEqual(['#/cleanup']);
  expect(app.takePendingPlan()).toMatchObject({
    policy: { rules: [{ kind: 'dangling' }] },
    policyName: 'Fridays',
  });
  expect(app.takePendingPlan()).toBeNull();
  app.openPlan(policyOf({ kind: 'unused' }), 'Fridays', { park: true });
  expect(app.takePendingPlan()).toMatchObject({ options: { park: true } });
});

it('says the same thing twice when it happens twice', () => {
  const { app } = open();
  app.notify('Copied');
  const first = app.announcement;
  app.notify('Copied');
  expect(app.announcement).not.toBe(first);
  expect(app.notice).toBe('Copied');
});
