import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { toImageId } from '../../domain/image/hashes.ts';
import type { Store } from '../../ports/store.ts';
import { toConnection } from './connection.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { openDatabase } from './open-database.ts';
import { openStore, storeFile } from './open-store.ts';
import { toStore } from './to-store.ts';

const atMs = Date.UTC(2026, 10, 23, 22, 42, 10);
let directory: string;
let file: string;
const opened: Store[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-store-'));
  file = join(directory, storeFile);
});

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(directory, { recursive: true, force: true });
});

function open(folder = directory): Store {
  const store = openStore({ directory: folder, now: () => atMs });
  opened.push(store);
  return store;
}

/** Writes a file that a store left behind, closed. */
function leave(key: string, value: unknown): void {
  const store = open();
  store.writeSetting(key, value);
  store.close();
}

describe('a file that can be read', () => {
  test('is made with its folder, for its owner only, in WAL mode', () => {
    const folder = join(directory, 'new', 'folder');
    const store = open(folder);
    expect(store.startedFreshBecause).toBeNull();
    expect(store.directory).toBe(folder);
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
    store.writeSetting('theme', 'dark');
    expect(existsSync(join(folder, `${storeFile}-wal`))).toBe(true);
  });

  test('keeps what was written', () => {
    leave('theme', { mode: 'dark' });
    const store = open();
    expect(store.readSetting('theme')).toEqual({ mode: 'dark' });
    expect(store.startedFreshBecause).toBeNull();
  });

  test('keeps what was written by a process that was killed', async () => {
    const script = `
      const { openStore } = await import(${JSON.stringify(new URL('./open-store.ts', import.meta.url).href)});
      const store = openStore({ directory: ${JSON.stringify(directory)}, now: Date.now });
      store.writeSetting('theme', 'dark');
      process.kill(process.pid, 'SIGKILL');`;
    await once(spawn(process.execPath, ['--input-type=module', '-e', script]), 'close');
    expect(open().readSetting('theme')).toBe('dark');
  });

  test('can be closed twice', () => {
    const store = open();
    store.close();
    expect(() => store.close()).not.toThrow();
  });

  test('that is empty is a new one', () => {
    writeFileSync(file, '');
    expect(open().startedFreshBecause).toBeNull();
  });
});

describe('a file of an older version', () => {
  test('is brought forward and keeps its rows', () => {
    leave('theme', 'dark');
    const database = new Database(file);
    const next = [...migrations, 'ALTER TABLE settings ADD COLUMN changed_at_ms INTEGER;'];
    migrate(database, next);
    expect(database.pragma('user_version', { simple: true })).toBe(next.length);
    expect(database.prepare('SELECT value, changed_at_ms FROM settings').get()).toEqual({
      value: '"dark"',
      changed_at_ms: null,
    });
    database.close();
  });

  test('stays as it was when a step fails in the middle', () => {
    leave('theme', 'dark');
    const database = new Database(file);
    const next = [...migrations, 'DELETE FROM settings; CREATE TABLE settings (x);'];
    expect(() => migrate(database, next)).toThrow('already exists');
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(database.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
    database.close();
  });

  test('every step can be taken from an empty file one after the other', () => {
    const database = new Database(file);
    for (const [index] of migrations.entries()) migrate(database, migrations.slice(0, index + 1));
    database.close();
    expect(open().readSetting('theme')).toBeUndefined();
  });
});

describe('a file that cannot be read is kept aside and a fresh one started', () => {
  const kept = (): string => join(directory, `${storeFile}.kept-2026-11-23T22-42-10`);

  test('when it is no database', () => {
    writeFileSync(file, 'this is a letter, not a database, and long enough to be looked at '.repeat(100));
    const store = open();
    expect(store.startedFreshBecause).toEqual({ why: 'file is not a database', keptAs: kept() });
    expect(readFileSync(kept(), 'utf8')).toContain('this is a letter');
    store.writeSetting('theme', 'light');
    expect(store.readSetting('theme')).toBe('light');
  });

  test('when it was written by a newer Ballast', () => {
    leave('theme', 'dark');
    const database = new Database(file);
    database.pragma('user_version = 99');
    database.close();
    const store = open();
    expect(store.startedFreshBecause?.why).toContain('newer Ballast (schema 99');
    expect(store.readSetting('theme')).toBeUndefined();
    const old = new Database(kept(), { readonly: true });
    expect(old.prepare('SELECT value FROM settings').get()).toEqual({ value: '"dark"' });
    old.close();
  });

  test('when it belongs to another program', () => {
    const database = new Database(file);
    database.exec('CREATE TABLE bookmarks (url TEXT)');
    database.close();
    expect(open().startedFreshBecause?.why).toBe('it belongs to another program');
  });

  test('when its pages are damaged', () => {
    const store = open();
    for (let count = 0; count < 200; count += 1) store.writeSetting(`key-${count}`, 'x'.repeat(500));
    store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 20, 4096 * 30);
    writeFileSync(file, bytes);
    const fresh = open();
    expect(fresh.startedFreshBecause).toMatchObject({ keptAs: kept() });
    expect(fresh.startedFreshBecause?.why).not.toBe('');
    expect(fresh.readSetting('key-1')).toBeUndefined();
  });

  test('when it was cut off', () => {
    const store = open();
    for (let count = 0; count < 200; count += 1) store.writeSetting(`key-${count}`, 'x'.repeat(500));
    store.close();
    truncateSync(file, 4096 * 10);
    expect(open().startedFreshBecause).toMatchObject({ keptAs: kept() });
  });

  test('and says so until the kept file is moved away, for pins were in it', () => {
    writeFileSync(file, 'no database '.repeat(200));
    const first = open();
    const meanwhile = open();
    first.close();
    meanwhile.close();
    const later = open();
    expect([meanwhile, later].map((store) => store.startedFreshBecause?.keptAs)).toEqual([kept(), kept()]);
    expect(later.startedFreshBecause?.why).not.toBe('');
    later.close();
    renameSync(kept(), join(directory, 'seen-to'));
    expect(open().startedFreshBecause).toBeNull();
  });

  test('and an older kept file is never overwritten', () => {
    writeFileSync(kept(), 'kept before');
    writeFileSync(file, 'no database '.repeat(200));
    expect(open().startedFreshBecause?.keptAs).toBe(`${kept()}-2`);
    expect(readFileSync(kept(), 'utf8')).toBe('kept before');
  });

  test('with its write-ahead log, which the fresh one must not find', () => {
    const store = open();
    store.writeSetting('theme', 'dark');
    const wal = join(directory, 'copy-wal');
    copyFileSync(`${file}-wal`, wal);
    store.close();
    writeFileSync(file, 'no database '.repeat(200));
    copyFileSync(wal, `${file}-wal`);
    const fresh = open();
    expect(fresh.startedFreshBecause).not.toBeNull();
    expect(fresh.readSetting('theme')).toBeUndefined();
    expect(readdirSync(directory).filter((name) => name.includes('.kept-')).length).toBeGreaterThan(0);
  });
});

describe('what cannot be opened says why', () => {
  test('Node.js that is too old, before anything is touched', () => {
    const folder = join(directory, 'never');
    expect(() => openStore({ directory: folder, now: () => atMs, required: 999 })).toThrow(
      expect.objectContaining({
        code: 'usage.invalid',
        detail: expect.stringContaining('Node.js 999') as string,
      }),
    );
    expect(existsSync(folder)).toBe(false);
  });

  test('a folder that is a file', () => {
    writeFileSync(join(directory, 'plain'), '');
    const inside = join(directory, 'plain', 'folder');
    expect(() => open(inside)).toThrow(expect.objectContaining({ code: 'store.unavailable' }));
  });

  test('a file that is a folder', () => {
    const folder = join(directory, 'odd');
    open(folder).close();
    rmSync(join(folder, storeFile));
    open(join(folder, storeFile)).close();
    expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'store.unavailable' }));
  });

  test('a folder nobody may write', (context) => {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      context.skip('root, and Windows, may write everywhere');
      return;
    }
    chmodSync(directory, 0o500);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'store.unavailable' }));
    chmodSync(directory, 0o700);
  });

  test('a file another process has locked for good', () => {
    leave('theme', 'dark');
    const other = new Database(file, { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    const connection = toConnection(openDatabase(file, migrations, 50));
    const store = toStore(connection, { directory, startedFreshBecause: null });
    opened.push(store);
    // Reading goes on; only a write has to wait.
    expect(store.readSetting('theme')).toBe('dark');
    expect(() => store.writeSetting('theme', 'light')).toThrow(
      expect.objectContaining({ code: 'store.unavailable' }),
    );
    other.exec('COMMIT');
    other.close();
    store.writeSetting('theme', 'light');
    expect(store.readSetting('theme')).toBe('light');
  });
});

describe('two at once', () => {
  test('a second handle sees what the first one writes, both ways', () => {
    const app = open();
    const cli = open();
    app.writeSetting('theme', 'dark');
    expect(cli.readSetting('theme')).toBe('dark');
    cli.recordUsage('engine', [{ imageId: toImageId('sha256:1'), containerName: 'box' }], 5);
    expect(app.usage('engine')).toHaveLength(1);
    cli.close();
    app.writeSetting('theme', 'light');
    expect(open().readSetting('theme')).toBe('light');
  });

  test('processes that start together on nothing share one file and lose no write', async () => {
    const script = `
      const { openStore } = await import(${JSON.stringify(new URL('./open-store.ts', import.meta.url).href)});
      const store = openStore({ directory: ${JSON.stringify(directory)}, now: Date.now });
      for (let count = 0; count < 50; count += 1) {
        store.recordEvent('engine', { type: 'image', action: 'tag', actorId: String(process.pid), name: '', image: '',
          timeMs: count, timeNano: String(count) });
      }
      store.close();
      if (store.startedFreshBecause !== null) throw new Error('started fresh');`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script]),
    );
    const ends = await Promise.all(
      children.map(async (child) => {
        const words: string[] = [];
        child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()));
        const [code] = (await once(child, 'close')) as [number];
        return { code, words: words.join('') };
      }),
    );
    expect(ends.map(({ code, words }) => (code === 0 ? 'done' : words))).toEqual([
      'done',
      'done',
      'done',
      'done',
    ]);
    expect(open().events('engine', 1000)).toHaveLength(200);
  }, 60_000);
});
