import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { toDiffId, toImageId } from '../../domain/image/hashes.ts';
import type { CachedImage, RecordedEvent, ReferenceSighting, Store } from '../../ports/store.ts';
import { toConnection } from './connection.ts';
import { migrations } from './migrations/migrations.ts';
import { openDatabase } from './open-database.ts';
import { openStore, storeFile } from './open-store.ts';
import { toStore } from './to-store.ts';

const a = toImageId('sha256:aa');
const b = toImageId('sha256:bb');
let directory: string;
let store: Store;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-store-'));
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

describe('the cache of immutable facts', () => {
  const base = toDiffId('sha256:01');
  const images: readonly CachedImage[] = [
    {
      id: a,
      stacks: [
        { platform: 'linux/amd64', diffIds: [base, toDiffId('sha256:02'), base], unpackedBytes: 12 },
        { platform: 'linux/arm64', diffIds: [], unpackedBytes: 'unknown' },
      ],
    },
    { id: b, stacks: [] },
  ];

  test('gives back what was written, by engine', () => {
    store.writeImages('one', images);
    store.writeImages('two', images.slice(1));
    reopen();
    expect([...store.readImages('one').values()]).toEqual(images);
    expect([...store.readImages('two').keys()]).toEqual([b]);
    expect(store.readImages('never seen').size).toBe(0);
  });

  test('a second write replaces, because unpacked bytes may become known', () => {
    store.writeImages('one', images);
    const known: CachedImage = { id: b, stacks: [{ platform: '', diffIds: [base], unpackedBytes: 3 }] };
    store.writeImages('one', [known]);
    expect(store.readImages('one').get(b)).toEqual(known);
  });

  test('histories come back by platform, and go with their image', () => {
    const entries = [{ createdAtMs: null, createdBy: 'RUN x', comment: '', bytes: 0, imageId: null }];
    store.writeImages('one', images);
    store.writeHistory('one', a, { platform: 'linux/amd64', entries });
    expect(store.readHistory('one', a, 'linux/amd64')).toEqual(entries);
    expect(store.readHistory('one', a, '')).toBeNull();
    expect(store.readHistory('two', a, 'linux/amd64')).toBeNull();
    store.forgetImages('one', [a]);
    expect(store.readHistory('one', a, 'linux/amd64')).toBeNull();
    expect([...store.readImages('one').keys()]).toEqual([b]);
  });

  test('layers nobody names any more leave the file, those another engine names stay', () => {
    store.writeImages('one', images);
    store.writeImages('two', [{ id: b, stacks: [{ platform: '', diffIds: [base], unpackedBytes: 3 }] }]);
    store.forgetImages('one', [a]);
    store.close();
    const database = new Database(join(directory, storeFile), { readonly: true });
    expect(database.prepare('SELECT diff_id FROM layers').pluck().all()).toEqual([base]);
    database.close();
    reopen();
    expect(store.readImages('two').get(b)?.stacks[0]?.diffIds).toEqual([base]);
  });
});

describe('references over time', () => {
  const at = (reference: string, imageId: typeof a, seenAtMs: number): ReferenceSighting => ({
    reference,
    imageId,
    seenAtMs,
  });

  test('notes what came, what moved and what went', () => {
    store.recordReferences('one', [at('app:1', a, 10), at('db:8', b, 10)], 10);
    store.recordReferences('one', [at('app:1', a, 20), at('db:8', b, 20)], 20);
    store.recordReferences('one', [at('app:1', b, 30), at('new:1', b, 30)], 30);
    reopen();
    expect(store.formerReferences('one')).toEqual([
      { reference: 'app:1', imageId: a, firstSeenAtMs: 10, seenAtMs: 20, lostAtMs: 30 },
      { reference: 'app:1', imageId: b, firstSeenAtMs: 30, seenAtMs: 30, lostAtMs: null },
      { reference: 'db:8', imageId: b, firstSeenAtMs: 10, seenAtMs: 20, lostAtMs: 30 },
      { reference: 'new:1', imageId: b, firstSeenAtMs: 30, seenAtMs: 30, lostAtMs: null },
    ]);
  });

  test('a reference that comes back begins anew', () => {
    store.recordReferences('one', [at('app:1', a, 10)], 10);
    store.recordReferences('one', [], 20);
    store.recordReferences('one', [at('app:1', a, 30)], 30);
    expect(store.formerReferences('one').map(({ lostAtMs }) => lostAtMs)).toEqual([20, null]);
  });

  test('an older look, written late by another process, invents no moves', () => {
    store.recordReferences('one', [at('app:1', b, 30)], 30);
    store.recordReferences('one', [at('app:1', a, 20)], 20);
    expect(store.formerReferences('one')).toEqual([
      { reference: 'app:1', imageId: b, firstSeenAtMs: 30, seenAtMs: 30, lostAtMs: null },
    ]);
  });

  test('engines are kept apart', () => {
    store.recordReferences('one', [at('app:1', a, 10)], 10);
    store.recordReferences('two', [], 20);
    expect(store.formerReferences('one')).toHaveLength(1);
    expect(store.formerReferences('two')).toEqual([]);
    expect(store.formerReferences('never seen')).toEqual([]);
  });
});

describe('usage', () => {
  test('keeps the freshest use, and since when it is known', () => {
    store.recordUsage('one', [{ imageId: a, containerName: 'first' }], 10);
    store.recordUsage('one', [{ imageId: a, containerName: 'second' }], 30);
    store.recordUsage('one', [{ imageId: a, containerName: 'late' }], 20.5);
    reopen();
    expect(store.usage('one')).toEqual([
      { imageId: a, lastUsedAtMs: 30, containerName: 'second', knownSinceMs: 10 },
    ]);
  });

  test('looking and seeing nothing run counts as the beginning', () => {
    store.recordUsage('one', [], 10);
    store.recordUsage('one', [{ imageId: a, containerName: 'box' }], 50);
    expect(store.usage('one')[0]?.knownSinceMs).toBe(10);
    expect(store.usage('never seen')).toEqual([]);
  });

  test('since when it is known is told also while nothing was ever used', () => {
    expect(store.usageKnownSinceMs('one')).toBeNull();
    store.recordUsage('one', [], 10.5);
    reopen();
    expect(store.usageKnownSinceMs('one')).toBe(10);
    expect(store.usageKnownSinceMs('two')).toBeNull();
  });

  const day = 24 * 60 * 60 * 1000;
  test.each([
    ['looks a week apart go on', [0, 7 * day, 14 * day], 0],
    ['a longer gap begins anew', [0, 7 * day + 1], 7 * day + 1],
    ['and only once', [0, 8 * day, 9 * day, 10 * day], 8 * day],
    ['what is replayed from before changes nothing', [5 * day, 1 * day, 11 * day], 5 * day],
    ['nor does it fill a gap afterwards', [0, 20 * day, 5 * day, 10 * day], 20 * day],
  ])('%s', (_, looks, knownSinceMs) => {
    for (const atMs of looks) {
      store.recordUsage('one', [], atMs);
      reopen();
    }
    expect(store.usageKnownSinceMs('one')).toBe(knownSinceMs);
  });

  test('a gap takes away what silence means, not what was seen', () => {
    store.recordUsage('one', [{ imageId: a, containerName: 'box' }], 0);
    store.recordUsage('one', [], 30 * day);
    expect(store.usage('one')).toEqual([
      { imageId: a, lastUsedAtMs: 0, containerName: 'box', knownSinceMs: 30 * day },
    ]);
  });
});

describe('events', () => {
  const event = (timeMs: number, facts: Partial<RecordedEvent> = {}): RecordedEvent => ({
    type: 'image',
    action: 'tag',
    actorId: 'sha256:aa',
    name: 'app:1',
    image: '',
    timeMs,
    timeNano: `${timeMs}000001`,
    ...facts,
  });

  test('come newest first, each once however often it is replayed', () => {
    for (const timeMs of [20, 10, 20, 30]) store.recordEvent('one', event(timeMs));
    store.recordEvent('one', event(20, { action: 'untag' }));
    store.recordEvent('two', event(99));
    expect(store.events('one', 10).map(({ timeMs, action }) => `${timeMs} ${action}`)).toEqual([
      '30 tag',
      '20 untag',
      '20 tag',
      '10 tag',
    ]);
    expect(store.events('one', 1)).toEqual([event(30)]);
  });
});

describe('what grows is bounded', () => {
  test('events, sums and lost references keep the newest of each engine', () => {
    store.close();
    const connection = toConnection(openDatabase(join(directory, storeFile), migrations));
    const facts = { directory, startedFreshBecause: null };
    store = toStore(connection, facts, { events: 3, totals: 2, lostReferences: 2 });
    for (let at = 1; at <= 9; at += 1) {
      const plain = { type: 'image', action: 'tag', actorId: '', name: '', image: '' };
      for (const engine of ['one', 'two']) {
        store.recordEvent(engine, { ...plain, timeMs: at, timeNano: String(at) });
        store.recordTotals(engine, {
          takenAtMs: at,
          imageCount: 1,
          layerCount: 1,
          layerBytes: 1,
          reclaimableBytes: 0,
        });
        store.recordReferences(engine, [{ reference: `app:${at}`, imageId: a, seenAtMs: at }], at);
      }
    }
    for (const engine of ['one', 'two']) {
      expect(store.events(engine, 100).map(({ timeMs }) => timeMs)).toEqual([9, 8, 7]);
      expect(store.totals(engine).map(({ takenAtMs }) => takenAtMs)).toEqual([8, 9]);
      expect(store.formerReferences(engine).map(({ reference }) => reference)).toEqual([
        'app:7',
        'app:8',
        'app:9',
      ]);
    }
  });
});

test('sums come oldest first, and unknown stays unknown', () => {
  const sums = { imageCount: 2, layerCount: 3, layerBytes: 0, reclaimableBytes: 'unknown' } as const;
  store.recordTotals('one', { takenAtMs: 20, ...sums, layerBytes: 2 ** 45 });
  store.recordTotals('one', { takenAtMs: 10, ...sums });
  reopen();
  expect(store.totals('one')).toEqual([
    { takenAtMs: 10, ...sums },
    { takenAtMs: 20, ...sums, layerBytes: 2 ** 45 },
  ]);
});

describe('settings', () => {
  test.each([[null], [false], [0], ['text'], [{ list: [1, { deep: 'x' }] }]])('%j comes back', (value) => {
    store.writeSetting('key', 'before');
    store.writeSetting('key', value);
    reopen();
    expect(store.readSetting('key')).toEqual(value);
  });

  test('what was never written, or taken back, is undefined', () => {
    expect(store.readSetting('key')).toBeUndefined();
    store.writeSetting('key', 1);
    store.writeSetting('key', undefined);
    expect(store.readSetting('key')).toBeUndefined();
  });
});

test('a value that was damaged inside is told as such, not as a bug', () => {
  store.writeSetting('key', 1);
  const database = new Database(join(directory, storeFile));
  database.prepare("UPDATE settings SET value = '{'").run();
  database.close();
  expect(() => store.readSetting('key')).toThrow(expect.objectContaining({ code: 'store.corrupt' }));
});
