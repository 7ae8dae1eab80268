import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { browserCommand } from '#main/shells/browser/open-in-browser.ts';
import { isBuilt } from '#main/shells/launch/build-state.ts';
import type { LaunchFacts } from '#main/shells/launch/choose-shell.ts';
import { chooseShell } from '#main/shells/launch/choose-shell.ts';
import { electronBinary, fetchElectron, fetchFailedAtMs } from '#main/shells/launch/electron-binary.ts';
import { parseLaunchArguments } from '#main/shells/launch/launch-arguments.ts';
import { projectRoot } from '#main/shells/project-root.ts';

const desktop: LaunchFacts = {
  asked: null,
  namesAddress: false,
  isRoot: false,
  hasScreen: true,
  binary: '/electron',
  fetchFailedAtMs: null,
  nowMs: Date.UTC(2026, 10, 23),
};
const anHourAgo = desktop.nowMs - 3_600_000;
const browser = (why: string | null): unknown => ({ kind: 'browser', why });
const saying = (pattern: RegExp): unknown => browser(expect.stringMatching(pattern) as string);

describe('which shell opens', () => {
  it.each<[string, Partial<LaunchFacts>, unknown]>([
    ['Electron where its binary is', {}, { kind: 'electron', binary: '/electron' }],
    ['the browser when asked for', { asked: 'browser' }, browser(null)],
    ['the browser when an address is named', { namesAddress: true }, browser(null)],
    [
      'Electron when asked for, address or not',
      { namesAddress: true, asked: 'electron' },
      { kind: 'electron', binary: '/electron' },
    ],
    ['the browser without a screen', { hasScreen: false }, saying(/screen/)],
    [
      'the browser without a screen, even when Electron is asked for',
      { hasScreen: false, asked: 'electron' },
      saying(/screen/),
    ],
    ['the browser for root', { isRoot: true }, saying(/root/)],
    ['a try to fetch when there is no binary', { binary: null }, { kind: 'fetch' }],
    ['no second try on the same day', { binary: null, fetchFailedAtMs: anHourAgo }, saying(/today/)],
    [
      'a second try when asked for',
      { binary: null, fetchFailedAtMs: anHourAgo, asked: 'electron' },
      { kind: 'fetch' },
    ],
    [
      'a try again the next day',
      { binary: null, fetchFailedAtMs: anHourAgo - 86_400_000 },
      { kind: 'fetch' },
    ],
  ])('%s', (_, facts, expected) => {
    expect(chooseShell({ ...desktop, ...facts })).toEqual(expected);
  });
});

describe('arguments of npm start', () => {
  it('go to the shell that needs them', () => {
    const argv = ['--engine=demo', '--port', '8080', '--host=::1', '--no-open', '--shell=browser'];
    expect(parseLaunchArguments(argv)).toEqual({
      shell: 'browser',
      help: false,
      electron: ['--engine=demo'],
      serve: ['--engine=demo', '--port=8080', '--host=::1', '--no-open'],
      namesAddress: true,
    });
    expect(parseLaunchArguments([])).toMatchObject({
      shell: null,
      serve: [],
      electron: [],
      namesAddress: false,
    });
  });

  it.each([[['--shell=window']], [['--frob']], [['demo']], [['--port']]])('refuses %j', (argv) => {
    expect(() => parseLaunchArguments(argv)).toThrow();
  });
});

describe('Electron’s binary', () => {
  const project = (install = ''): string => {
    const root = mkdtempSync(join(tmpdir(), 'ballast-'));
    write(join(root, 'node_modules/electron/install.js'), install);
    return root;
  };

  it('is found by what its package wrote down, and only if it is there', () => {
    const root = project();
    expect(electronBinary(root, {})).toBeNull();
    write(join(root, 'node_modules/electron/path.txt'), 'electron');
    expect(electronBinary(root, {})).toBeNull();
    write(join(root, 'node_modules/electron/dist/electron'), '');
    expect(electronBinary(root, {})).toBe(join(root, 'node_modules/electron/dist/electron'));
    expect(electronBinary(root, { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })).toBeNull();
  });

  it.each([
    ['fetched', 'process.exit(0)', false],
    ['failed', 'process.exit(1)', true],
  ] as const)('says %s and remembers failures', async (outcome, install, isRemembered) => {
    const root = project(install);
    expect(await fetchElectron(root, { patienceMs: 60_000, nowMs: 42 })).toBe(outcome);
    expect(fetchFailedAtMs(root)).toBe(isRemembered ? 42 : null);
  });

  it('does not wait for ever', async () => {
    const root = project('setInterval(() => {}, 1000)');
    expect(await fetchElectron(root, { patienceMs: 50, nowMs: 42 })).toBe('slow');
    expect(fetchFailedAtMs(root)).toBe(42);
  });
});

describe('what is built', () => {
  const outputs = [
    'out/main/electron.js',
    'out/main/ballast.js',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
  ];
  const built = (): string => {
    const root = mkdtempSync(join(tmpdir(), 'ballast-'));
    for (const path of ['src-main/a/b.ts', 'src-renderer/app.svelte', 'package.json'])
      touch(join(root, path), 100);
    for (const path of outputs) touch(join(root, path), 200);
    return root;
  };

  it('is up to date when everything in out/ is newer', () => {
    expect(isBuilt(built())).toBe(true);
  });

  it.each([
    ['a source is newer', 'src-main/a/b.ts', 300, false],
    ['a source is as old as the build', 'src-renderer/app.svelte', 200, false],
    ['one output is older', 'out/preload/preload.cjs', 50, false],
    ['only a test is newer', 'src-main/a/b.test.ts', 300, true],
  ])('%s', (_, path, atSeconds, expected) => {
    const root = built();
    touch(join(root, path), atSeconds);
    expect(isBuilt(root)).toBe(expected);
  });

  it('is not when nothing was built', () => {
    expect(isBuilt(mkdtempSync(join(tmpdir(), 'ballast-')))).toBe(false);
  });
});

describe('the rest', () => {
  it.each([
    ['darwin', {}, ['open']],
    ['linux', { DISPLAY: ':0' }, ['xdg-open']],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
    ['linux', {}, null],
  ] as const)('a browser on %s with %j is %j', (platform, environment, command) => {
    expect(browserCommand(platform, environment)).toEqual(command);
  });

  it('finds the project from wherever its code lies', () => {
    const root = projectRoot();
    expect(projectRoot(join(root, 'src-main', 'shells', 'cli'))).toBe(root);
    expect(() => projectRoot('/')).toThrow(/package\.json/);
  });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function touch(path: string, atSeconds: number): void {
  write(path, '');
  utimesSync(path, atSeconds, atSeconds);
}
