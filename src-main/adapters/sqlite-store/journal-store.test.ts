import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { toImageId } from '../../domain/image/hashes.ts';
import type { JournalItem, NewRun, Store } from '../../ports/store.ts';
import { type Connection, toConnection } from './connection.ts';
import { migrations } from './migrations/migrations.ts';
import { openDatabase } from './open-database.ts';
import { openStore, storeFile } from './open-store.ts';
import { toStore } from './to-store.ts';

const a = toImageId('sha256:aa');
const b = toImageId('sha256:bb');
let directory: string;
let store: Store;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-journal-'));
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

const item = (facts: Partial<JournalItem> = {}): JournalItem => ({
  imageId: a,
  reference: 'app:1',
  effect: 'remove',
  references: ['app:1', 'app:2'],
  digests: ['app@sha256:aa'],
  reasons: ['unused'],
  recoverable: 're-pullable',
  pullFrom: ['app@sha256:aa'],
  parkedAs: null,
  archive: null,
  promisedBytes: 40,
  promisedExactly: true,
  measuredBytes: 'unknown',
  difference: null,
  outcome: 'pending',
  errorDetail: '',
  finishedAtMs: null,
  ...facts,
});

const run = (runId: string, items: readonly JournalItem[] = [], facts: Partial<NewRun> = {}): NewRun => ({
  runId,
  engine: 'one',
  endpoint: 'unix:///run/docker.sock',
  kind: 'clean-up',
  trigger: 'script',
  policyName: 'weekly',
  owner: 'me',
  follows: null,
  startedAtMs: 10,
  promisedBytes: 100,
  promisedExactly: true,
  items,
  ...facts,
});

describe('items', () => {
  test('are rewritten in place, by image, effect and reference', () => {
    const restored = item({ effect: 'restore' });
    const byId = item({ imageId: b, reference: null, references: [] });
    store.startRun(run('r1', [item(), item({ reference: 'app:2' }), restored, byId]));
    store.writeItem('r1', item({ reference: 'app:2', outcome: 'untagged', finishedAtMs: 11 }));
    store.writeItem('r1', { ...byId, outcome: 'blocked', errorDetail: 'in use' });
    reopen();
    const items = store.run('r1')?.items ?? [];
    expect(items.map(({ effect, reference, outcome }) => `${effect} ${reference} ${outcome}`)).toEqual([
      'remove app:1 pending',
      'remove app:2 untagged',
      'restore app:1 pending',
      'remove null blocked',
    ]);
    expect(items[0]).toStrictEqual(item());
  });

  test('of parked images are found by engine, those of the newest run first', () => {
    const parkedAs = 'ballast.invalid/recycle-bin:1-aa';
    const parked = [
      item({ effect: 'park', parkedAs }),
      item({ effect: 'park', reference: 'app:2', parkedAs }),
    ];
    store.startRun(run('old', parked));
    store.startRun(
      run('new', [item({ effect: 'park', parkedAs, digests: [] }), item()], { startedAtMs: 11 }),
    );
    store.startRun(run('elsewhere', parked, { engine: 'two', startedAtMs: 12 }));
    reopen();
    const found = store.parkedItems('one');
    expect(found.map(({ runId, item: { reference } }) => [runId, reference])).toEqual([
      ['new', 'app:1'],
      ['old', 'app:1'],
      ['old', 'app:2'],
    ]);
    expect(found[1]?.item).toStrictEqual(parked[0]);
    expect(store.parkedItems('three')).toEqual([]);
  });

  test('come back with everything that was written, and unknown is not zero', () => {
    const full = item({
      effect: 'park',
      parkedAs: 'ballast.invalid/recycle-bin:1-aa',
      archive: '/data/saved/aa.tar',
      promisedBytes: null,
      promisedExactly: false,
      measuredBytes: 0,
      difference: 'still-held',
      outcome: 'parked',
      finishedAtMs: 12,
    });
    store.startRun(run('r1', [item()]));
    store.writeItem('r1', full);
    store.tryItem('r1', item({ outcome: 'trying', measuredBytes: 'unknown', promisedBytes: 0 }));
    reopen();
    expect(store.run('r1')?.items).toStrictEqual([
      item({ outcome: 'trying', measuredBytes: 'unknown', promisedBytes: 0 }),
      full,
    ]);
  });

  test('nobody announced are written down all the same; of a run nobody started they are a bug', () => {
    store.startRun(run('r1'));
    store.writeItem('r1', item({ outcome: 'removed' }));
    expect(store.run('r1')?.items).toEqual([item({ outcome: 'removed' })]);
    expect(() => store.writeItem('r9', item())).toThrow(expect.objectContaining({ code: 'bug' }));
    expect(() => store.tryItem('r9', item())).toThrow(expect.objectContaining({ code: 'bug' }));
  });
});

describe('runs', () => {
  test('a run that was cut off is still there, with what was left to do', () => {
    store.startRun(run('r1', [item()]));
    reopen();
    expect(store.run('r1')).toStrictEqual({
      ...run('r1', [item()]),
      state: 'running',
      isDismissed: false,
      finishedAtMs: null,
      measuredBytes: 'unknown',
    });
    expect(store.run('r2')).toBeNull();
  });

  test('a run that ended is no longer open', () => {
    store.startRun(run('r1', [], { kind: 'undo', follows: 'r0' }));
    store.startRun(run('r2', [item()]));
    store.startRun(run('r3', [], { engine: 'two' }));
    store.finishRun('r1', { atMs: 12, state: 'partial', measuredBytes: 0 });
    expect(store.run('r1')).toMatchObject({
      kind: 'undo',
      follows: 'r0',
      state: 'partial',
      finishedAtMs: 12,
      measuredBytes: 0,
    });
    expect(store.openRuns('one').map(({ runId, items }) => [runId, items.length])).toEqual([['r2', 1]]);
    expect(store.openRuns('two')).toHaveLength(1);
    expect(store.openRuns('never seen')).toEqual([]);
  });

  test('come newest first, as many as are asked for', () => {
    for (const [runId, startedAtMs] of [
      ['r1', 10],
      ['r3', 30],
      ['r2', 20],
    ] as const)
      store.startRun(run(runId, [], { startedAtMs }));
    store.finishRun('r3', { atMs: 40, state: 'succeeded', measuredBytes: 0 });
    expect(store.runs(2).map(({ runId, measuredBytes }) => [runId, measuredBytes])).toEqual([
      ['r3', 0],
      ['r2', 'unknown'],
    ]);
  });

  test('a run nobody started cannot end or be dismissed, and none is started twice', () => {
    store.startRun(run('r1'));
    const bug = expect.objectContaining({ code: 'bug' }) as unknown;
    expect(() => store.finishRun('r9', { atMs: 1, state: 'failed', measuredBytes: 0 })).toThrow(bug);
    expect(() => store.dismissRun('r9')).toThrow(bug);
    expect(() => store.startRun(run('r1', [item()]))).toThrow(bug);
    expect(store.runs(9)).toHaveLength(1);
    expect(store.run('r1')?.items).toEqual([]);
  });

  test('are dismissed for good', () => {
    store.startRun(run('r1'));
    store.dismissRun('r1');
    reopen();
    expect(store.run('r1')?.isDismissed).toBe(true);
  });
});

describe('a run whose owner is gone', () => {
  test('is taken over by one of two', () => {
    store.startRun(run('r1', [], { owner: 'gone' }));
    const other = openStore({ directory, now: () => 0 });
    expect([store.takeOver('r1', 'gone', 'me'), other.takeOver('r1', 'gone', 'you')]).toEqual([true, false]);
    expect(other.run('r1')?.owner).toBe('me');
    other.close();
  });

  test('stays what it is when it came to its end meanwhile, and can be taken over when it was broken off', () => {
    store.startRun(run('r1', [], { owner: 'gone' }));
    store.finishRun('r1', { atMs: 1, state: 'succeeded', measuredBytes: 0 });
    expect(store.takeOver('r1', 'gone', 'me')).toBe(false);
    store.startRun(run('r2', [], { owner: 'gone' }));
    store.finishRun('r2', { atMs: 1, state: 'interrupted', measuredBytes: 'unknown' });
    expect(store.takeOver('r2', 'gone', 'me')).toBe(true);
    expect(store.takeOver('r9', 'gone', 'me')).toBe(false);
  });
});

test('what is begun is on the disk before anything is removed; a result may wait', () => {
  store.close();
  const plain = toConnection(openDatabase(join(directory, storeFile), migrations));
  const kinds: string[] = [];
  const watched: Connection = {
    ...plain,
    write: (body) => {
      kinds.push('write');
      return plain.write(body);
    },
    writeDurably: (body) => {
      kinds.push(
        `durable, synchronous was ${String(plain.database.pragma('synchronous', { simple: true }))}`,
      );
      return plain.writeDurably(() => {
        kinds.push(`and is ${String(plain.database.pragma('synchronous', { simple: true }))}`);
        return body();
      });
    },
  };
  store = toStore(watched, { directory, startedFreshBecause: null });
  store.startRun(run('r1', [item()]));
  store.tryItem('r1', item({ outcome: 'trying' }));
  store.writeItem('r1', item({ outcome: 'removed' }));
  const durable = ['durable, synchronous was 1', 'and is 2'];
  expect(kinds).toEqual([...durable, ...durable, 'write']);
});
