import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import { toContainerId, toDiffId, toImageId, toManifestDigest } from '../../domain/image/hashes.ts';
import type { AutomationEntry, RecordedDay, Store } from '../../ports/store.ts';
import { toConnection } from './connection.ts';
import { migrations } from './migrations/migrations.ts';
import { openDatabase } from './open-database.ts';
import { openStore, storeFile } from './open-store.ts';
import { toStore } from './to-store.ts';

const a = toImageId('sha256:aa');
const b = toImageId('sha256:bb');
const base = toDiffId('sha256:01');
const top = toDiffId('sha256:02');
const dayMs = 24 * 60 * 60 * 1000;
let directory: string;
let store: Store;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-records-'));
  store = openStore({ directory, now: () => 0 });
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

function reopen(): void {
  store.close();
  store = openStore({ directory, now: () => 0 });
}

/** Everything a snapshot can hold, with each kind of unknown, and an optional field given and left out. */
function snapshot(facts: Partial<EngineSnapshot> = {}): EngineSnapshot {
  const image = {
    id: a,
    tags: ['app:1'],
    digests: ['app@sha256:ee'],
    parentId: null,
    createdAtMs: 1.5,
    bytes: 12,
    sharedBytes: 'unknown',
    labels: { 'a "label"': '日本' },
    manifests: [],
    stacks: [
      { platform: 'linux/amd64', diffIds: [base, top, base], unpackedBytes: 12 },
      { platform: '', diffIds: [], unpackedBytes: 'unknown' },
    ],
  } as const;
  return {
    engineId: 'one',
    store: 'containerd',
    takenAtMs: 100,
    images: [
      image,
      {
        ...image,
        id: b,
        parentId: a,
        bytes: 'unknown',
        sharedBytes: 0,
        stacks: 'unknown',
        indexBytes: 'unknown',
        manifests: [
          {
            digest: toManifestDigest('sha256:dd'),
            kind: 'attestation',
            platform: '',
            available: false,
            manifestBytes: 'unknown',
            contentBytes: 5,
            unpackedBytes: 0,
          },
        ],
      },
    ],
    containers: [
      {
        id: toContainerId('c0ffee'),
        name: 'box',
        state: 'unknown',
        imageId: a,
        imageReference: 'app',
        composeProject: null,
        mountedImages: ['sha256:bb'],
      },
    ],
    buildCache: 'unknown',
    skipped: [{ answer: 'images', why: 'no ID', raw: '{}' }],
    ...facts,
  };
}

const day = (number: number, facts: Partial<EngineSnapshot> = {}): RecordedDay => ({
  dayMs: number * dayMs,
  snapshot: snapshot(facts),
  usage: [{ imageId: a, lastUsedAtMs: 5, containerName: 'box', knownSinceMs: 1 }],
  formerReferences: [{ reference: 'app:0', imageId: b, seenAtMs: 3, lostAtMs: null }],
});

describe('days', () => {
  test('come back exactly as they were written, by engine', () => {
    const other = day(2, { buildCache: { recordCount: 1, bytes: 'unknown', sharedBytes: 4 }, images: [] });
    store.recordDay('one', day(1));
    store.recordDay('one', other);
    store.recordDay('two', day(1));
    reopen();
    expect(store.days('one')).toEqual([2 * dayMs, dayMs]);
    expect(store.day('one', dayMs)).toStrictEqual(day(1));
    expect(store.day('one', 2 * dayMs)).toStrictEqual(other);
    expect(store.day('one', 3 * dayMs)).toBeNull();
    expect([store.days('never seen'), store.day('never seen', dayMs)]).toEqual([[], null]);
  });

  test('keep the last reading, also when an older one is written later', () => {
    store.recordDay('one', day(1, { takenAtMs: 100 }));
    store.recordDay('one', day(1, { takenAtMs: 300, images: [] }));
    store.recordDay('one', day(1, { takenAtMs: 200 }));
    expect(store.day('one', dayMs)?.snapshot).toMatchObject({ takenAtMs: 300, images: [] });
  });

  test('are the newest of each engine', () => {
    for (let number = 1; number <= 70; number += 1) {
      store.recordDay('one', day(number, { images: [] }));
      if (number % 30 === 0) store.recordDay('two', day(number));
    }
    expect(store.days('one')).toHaveLength(62);
    expect(store.days('one').at(-1)).toBe(9 * dayMs);
    expect(store.days('two')).toHaveLength(2);
  });

  test('keep their layers when the images are forgotten', () => {
    store.writeImages('one', [{ id: a, stacks: [{ platform: '', diffIds: [base], unpackedBytes: 3 }] }]);
    store.recordDay('one', day(1));
    store.forgetImages('one', [a]);
    reopen();
    expect(store.day('one', dayMs)).toStrictEqual(day(1));
  });

  test.each([
    ['cut off', 'UPDATE days SET content = substr(content, 1, 40) WHERE day_ms = 86400000'],
    [
      'changed by a bit',
      "UPDATE days SET content = CAST(substr(content, 1, length(content) - 1) || x'00' AS BLOB) WHERE day_ms = 86400000",
    ],
    ['without its layers', 'DELETE FROM layers'],
  ])('one that is %s is left out and told', (_, sql) => {
    store.recordDay('one', day(1));
    store.recordDay('one', day(2, { images: [] }));
    const database = new Database(join(directory, storeFile));
    database.prepare(sql).run();
    database.close();
    expect(store.day('one', dayMs)).toBeNull();
    expect(store.day('one', 2 * dayMs)).not.toBeNull();
    expect(store.unreadableRows()).toEqual([
      { kind: 'day', name: `one ${dayMs}`, why: expect.any(String) as string },
    ]);
  });

  test('whose list of layers is damaged does not keep the file from closing', () => {
    store.recordDay('one', day(1));
    const database = new Database(join(directory, storeFile));
    database.prepare("UPDATE days SET layers = '['").run();
    database.close();
    store.forgetImages('one', [a]);
    reopen();
    expect(store.days('one')).toEqual([dayMs]);
  });
});

test('registries: the newest answer of each reference, and "gone" is not "never asked"', () => {
  store.recordCheck('one', { reference: 'app:1', checkedAtMs: 20, digest: 'sha256:aa' });
  store.recordCheck('one', { reference: 'app:1', checkedAtMs: 10, digest: 'sha256:bb' });
  store.recordCheck('one', { reference: 'db:8', checkedAtMs: 5, digest: 'sha256:bb' });
  store.recordCheck('one', { reference: 'db:8', checkedAtMs: 30.5, digest: null });
  reopen();
  expect([...store.registryChecks('one')]).toEqual([
    ['app:1', { checkedAtMs: 20, digest: 'sha256:aa' }],
    ['db:8', { checkedAtMs: 30, digest: null }],
  ]);
  expect(store.registryChecks('two').size).toBe(0);
});

const entry = (atMs: number, facts: Partial<AutomationEntry> = {}): AutomationEntry => ({
  atMs,
  engine: 'one',
  policyName: 'weekly',
  event: 'announced',
  cause: 'schedule',
  runId: null,
  promisedBytes: null,
  imageCount: 0,
  detail: '',
  ...facts,
});

test('the log of what happened by itself comes newest first', () => {
  const finished = entry(20, {
    event: 'finished',
    runId: 'r1',
    promisedBytes: 0,
    imageCount: 3,
    detail: 'x',
  });
  for (const row of [finished, entry(10), entry(20, { engine: 'two' })]) store.logAutomation(row);
  reopen();
  expect(store.automationLog(2)).toStrictEqual([entry(20, { engine: 'two' }), finished]);
  expect(store.automationLog(9)).toHaveLength(3);
});

test('what grows is bounded', () => {
  store.close();
  const connection = toConnection(openDatabase(join(directory, storeFile), migrations));
  const facts = { directory, startedFreshBecause: null };
  store = toStore(connection, facts, { days: 2, registryChecks: 3, automationLog: 4 });
  for (let at = 1; at <= 9; at += 1) {
    store.recordDay('one', day(at, { images: [] }));
    store.recordCheck('one', { reference: `app:${at}`, checkedAtMs: at, digest: null });
    store.recordCheck('two', { reference: `app:${at}`, checkedAtMs: 9 - at, digest: null });
    store.logAutomation(entry(at));
  }
  expect(store.days('one')).toEqual([9 * dayMs, 8 * dayMs]);
  expect([...store.registryChecks('one').keys()]).toEqual(['app:7', 'app:8', 'app:9']);
  expect([...store.registryChecks('two').keys()]).toEqual(['app:1', 'app:2', 'app:3']);
  expect(store.automationLog(99).map(({ atMs }) => atMs)).toEqual([9, 8, 7, 6]);
});
