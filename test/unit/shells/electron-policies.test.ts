import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';

import { answerAppRequest } from '#main/shells/electron/app-protocol.ts';
import { engineArgument } from '#main/shells/electron/engine-argument.ts';
import { menuTemplate } from '#main/shells/electron/menu-template.ts';
import { isOpenableOutside, isPermissionAllowed, isTrustedUrl } from '#main/shells/electron/trusted-url.ts';
import { parsePlace, placeWindow, smallestWindow } from '#main/shells/electron/window-place.ts';

describe('trusted URLs', () => {
  it.each([
    ['app://ballast/', undefined, true],
    ['app://ballast/index.html#/images', undefined, true],
    ['app://ballast.evil/', undefined, false],
    ['app://ballast:1/', undefined, false],
    ['app://x@ballast/', undefined, false],
    ['app:ballast', undefined, false],
    ['https://ballast/', undefined, false],
    ['file:///etc/passwd', undefined, false],
    ['about:blank', undefined, false],
    ['', undefined, false],
    ['http://localhost:5173/', undefined, false],
    ['http://localhost:5173/x', 'http://localhost:5173', true],
    ['http://localhost:51730/', 'http://localhost:5173', false],
    ['http://localhost:5173@evil.example/', 'http://localhost:5173', false],
    ['http://x:y@localhost:5173/', 'http://localhost:5173', false],
  ])('%s with the development server %s: %s', (url, devServer, isTrusted) => {
    expect(isTrustedUrl(url, devServer)).toBe(isTrusted);
  });

  it.each([
    ['https://docs.docker.com/engine/', true],
    ['http://docs.docker.com/', false],
    ['https://docs.docker.com.evil.example/', false],
    ['https://user@docs.docker.com/', false],
    ['https://docs.docker.com:8443/', false],
    ['javascript:alert(1)', false],
    ['file:///bin/sh', false],
    ['nonsense', false],
  ])('%s may be opened outside: %s', (url, isOpenable) => {
    expect(isOpenableOutside(url)).toBe(isOpenable);
  });

  it.each([
    ['clipboard-sanitized-write', 'app://ballast/', true],
    ['clipboard-sanitized-write', 'https://evil.example/', false],
    ['clipboard-read', 'app://ballast/', false],
    ['media', 'app://ballast/', false],
    ['notifications', 'app://ballast/', false],
    ['openExternal', 'app://ballast/', false],
  ])('%s for %s: %s', (permission, url, isAllowed) => {
    expect(isPermissionAllowed(permission, url, undefined)).toBe(isAllowed);
  });
});

describe('window place', () => {
  const main = { x: 0, y: 25, width: 1920, height: 1055 };
  const second = { x: 1920, y: 0, width: 1280, height: 1024 };
  const saved = { x: 2000, y: 100, width: 1000, height: 700, isMaximized: false };

  it.each([
    ['stays where it was', saved, [main, second], saved],
    [
      'moves to the main display when its own is gone',
      saved,
      [main],
      { width: 1000, height: 700, isMaximized: false },
    ],
    [
      'shrinks to a smaller display',
      { ...saved, width: 3000, height: 2000 },
      [main, second],
      { x: 1920, y: 0, width: 1280, height: 1024, isMaximized: false },
    ],
    [
      'comes back when it hangs over the edge',
      { ...saved, x: 1900, y: 600 },
      [main, second],
      { x: 1920, y: 324, width: 1000, height: 700, isMaximized: false },
    ],
    [
      'comes back when its title bar is above every display',
      { ...saved, y: -300 },
      [main, second],
      { width: 1000, height: 700, isMaximized: false },
    ],
    [
      'never opens too small to use',
      { ...saved, width: 10, height: 10 },
      [main],
      { ...smallestWindow, isMaximized: false },
    ],
    [
      'remembers that it was maximised',
      { ...saved, isMaximized: true },
      [second],
      { ...saved, isMaximized: true },
    ],
    ['opens in the middle the first time', null, [main], { width: 1240, height: 820, isMaximized: false }],
    ['opens without any display', null, [], { width: 1240, height: 820, isMaximized: false }],
  ])('%s', (_, place, displays, expected) => {
    expect(placeWindow(place, displays)).toEqual(expected);
  });

  it.each([
    '',
    'null',
    '{}',
    '[1]',
    '{"x":"1"}',
    JSON.stringify({ ...saved, width: -5 }),
    JSON.stringify({ ...saved, x: 1.5 }),
  ])('ignores a broken file: %s', (text) => {
    expect(parsePlace(text)).toBeNull();
  });

  it('reads what was written', () => {
    expect(parsePlace(JSON.stringify(saved))).toEqual(saved);
  });
});

describe('app:// protocol', () => {
  const parent = mkdtempSync(join(tmpdir(), 'ballast-'));
  const directory = join(parent, 'renderer');
  mkdirSync(join(directory, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.html'), 'outside');
  writeFileSync(join(directory, 'index.html'), 'the window');
  const ask = (url: string, method = 'GET'): Promise<Response> =>
    answerAppRequest(directory, { url, method });

  it('gives the window with its policy', async () => {
    const answer = await ask('app://ballast/');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('the window');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|https?:|ws:/);
  });

  it.each<[url: string, method?: string]>([
    ['app://ballast/../secret.html'],
    ['app://ballast/%2e%2e/secret.html'],
    ['app://ballast/..%2fsecret.html'],
    ['app://ballast/..%5csecret.html'],
    ['app://ballast//secret.html'],
    ['app://elsewhere/index.html'],
    ['file:///index.html'],
    ['nonsense'],
    ['app://ballast/', 'POST'],
  ])('gives nothing for %s %s', async (url, method) => {
    const answer = await ask(url, method);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
  });
});

describe('menu', () => {
  const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

  it.each(['linux', 'win32', 'darwin'] as const)('has the same roles in both languages on %s', (platform) => {
    const [en, ja] = [flat(menuTemplate(platform, 'en')), flat(menuTemplate(platform, 'ja'))];
    expect(ja.map(({ role }) => role)).toEqual(en.map(({ role }) => role));
    for (const item of [...en, ...ja]) expect(item.type === 'separator' || Boolean(item.label)).toBe(true);
    const roles = en.map(({ role }) => role);
    for (const role of ['copy', 'paste', 'selectAll', 'quit', 'about', 'resetZoom'])
      expect(roles).toContain(role);
    expect(roles.filter((role) => role === 'quit')).toHaveLength(1);
  });

  it('is translated', () => {
    const labels = flat(menuTemplate('linux', 'ja')).flatMap(({ label }) => label ?? []);
    expect(labels.filter((label) => /^[\x20-\x7e]*$/.test(label))).toEqual([]);
  });
});

describe('engine argument', () => {
  it.each([
    [['/electron', '.', '--engine=demo'], 'demo:'],
    [['/electron', '.', '--no-sandbox', '--engine', '/run/docker.sock'], 'unix:///run/docker.sock'],
    [['/electron', '.', '--engine=tcp://host:2375'], 'tcp://host:2375'],
    [['/electron', '.', '--engine'], undefined],
    [['/electron', '.'], undefined],
  ])('%j is %s', (argv, url) => {
    expect(engineArgument(argv)).toBe(url);
  });
});
