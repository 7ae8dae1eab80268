import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { toImageId } from '../../../domain/image/hashes.ts';
import { migrate } from '../migrate.ts';
import { openStore, storeFile } from '../open-store.ts';
import { begin } from './0001-begin.ts';
import { migrations } from './migrations.ts';

const a = toImageId('sha256:aa');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-migrations-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A file as the first version left it. */
function leaveFirstVersion(sql: string): void {
  const database = new Database(join(directory, storeFile));
  migrate(database, [begin]);
  database.exec(sql);
  expect(database.pragma('user_version', { simple: true })).toBe(1);
  database.close();
}

const engine = `INSERT INTO engines VALUES (1, 'one', 100, 900);`;
const run = (id: string, finishedAtMs: number | null): string =>
  `INSERT INTO journal_runs VALUES (NULL, '${id}', 1, 10, ${finishedAtMs}, 70, 1, ${finishedAtMs === null ? null : 60});`;
const item = (
  id: string,
  reference: string | null,
  facts: { tags?: string; outcome?: string } = {},
): string =>
  `INSERT INTO journal_items VALUES (NULL, '${id}', '${a}', ${reference === null ? 'NULL' : `'${reference}'`},
    '${facts.tags ?? '["app:1","app:2"]'}', '["app@sha256:ee"]', '["unused"]', 're-pullable', '${facts.outcome ?? 'removed'}', '', 11);`;

test('every version makes the same schema of an empty file as step by step', () => {
  const schema = (steps: readonly (readonly string[])[]): unknown[] => {
    const database = new Database(':memory:');
    for (const known of steps) migrate(database, known);
    return database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
  };
  const stepwise = migrations.map((_, index) => migrations.slice(0, index + 1));
  expect(schema(stepwise)).toEqual(schema([migrations]));
});

describe('a file of version 1', () => {
  test('keeps its runs, as clean-ups a person began', () => {
    leaveFirstVersion(
      engine + run('r1', 20) + item('r1', 'app:1', { outcome: 'untagged' }) + item('r1', 'app:2'),
    );
    const store = openStore({ directory, now: () => 0 });
    expect(store.startedFreshBecause).toBeNull();
    const kept = {
      imageId: a,
      effect: 'remove',
      references: ['app:1', 'app:2'],
      digests: ['app@sha256:ee'],
      reasons: ['unused'],
      recoverable: 're-pullable',
      pullFrom: [],
      parkedAs: null,
      archive: null,
      promisedBytes: null,
      promisedExactly: false,
      measuredBytes: 'unknown',
      difference: null,
      errorDetail: '',
      finishedAtMs: 11,
    };
    expect(store.runs(9)).toStrictEqual([
      {
        runId: 'r1',
        engine: 'one',
        endpoint: '',
        kind: 'clean-up',
        trigger: 'person',
        policyName: '',
        state: 'succeeded',
        owner: '',
        follows: null,
        isDismissed: false,
        startedAtMs: 10,
        finishedAtMs: 20,
        promisedBytes: 70,
        promisedExactly: true,
        measuredBytes: 60,
        items: [
          { ...kept, reference: 'app:1', outcome: 'untagged' },
          { ...kept, reference: 'app:2', outcome: 'removed' },
        ],
      },
    ]);
    store.close();
  });

  test.each([
    ['did not end', null, 'pending', 'interrupted'],
    ['ended and left something', 20, 'blocked', 'partial'],
    ['ended', 20, 'gone', 'succeeded'],
  ])('tells of a run that %s how it stands', (_, finishedAtMs, outcome, state) => {
    leaveFirstVersion(engine + run('r1', finishedAtMs) + item('r1', null, { outcome }));
    const store = openStore({ directory, now: () => 0 });
    expect(store.run('r1')).toMatchObject({ state, items: [{ effect: 'remove', outcome }] });
    expect(store.openRuns('one')).toHaveLength(finishedAtMs === null ? 1 : 0);
    store.close();
  });

  test('an image that kept a tag was only untagged', () => {
    const three = { tags: '["app:1","app:2","app:3"]', outcome: 'untagged' };
    leaveFirstVersion(engine + run('r1', 20) + item('r1', 'app:1', three) + item('r1', 'app:3', three));
    const store = openStore({ directory, now: () => 0 });
    expect(store.run('r1')?.items.map(({ effect }) => effect)).toEqual(['untag', 'untag']);
    store.close();
  });

  test('an item that cannot be read does not stop the file from being opened', () => {
    leaveFirstVersion(engine + run('r1', 20) + item('r1', 'app:1', { tags: '[' }));
    const store = openStore({ directory, now: () => 0 });
    expect(store.startedFreshBecause).toBeNull();
    expect(() => store.run('r1')).toThrow(expect.objectContaining({ code: 'store.corrupt' }));
    store.close();
  });

  test('keeps what is known of use, and knows when somebody last looked', () => {
    const week = 7 * 24 * 60 * 60 * 1000;
    leaveFirstVersion(`${engine}INSERT INTO usage VALUES (1, '${a}', 500, 'box');`);
    const store = openStore({ directory, now: () => 0 });
    expect(store.usage('one')).toEqual([
      { imageId: a, lastUsedAtMs: 500, containerName: 'box', knownSinceMs: 100 },
    ]);
    store.recordUsage('one', [], 900 + week);
    expect(store.usageKnownSinceMs('one')).toBe(100);
    store.recordUsage('one', [], 901 + 2 * week);
    expect(store.usageKnownSinceMs('one')).toBe(901 + 2 * week);
    store.close();
  });
});
