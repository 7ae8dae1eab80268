import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Pin } from '../../domain/cleanup/pin.ts';
import { policyOf, type RulePolicy } from '../../domain/cleanup/policy.ts';
import { toImageId } from '../../domain/image/hashes.ts';
import type { Store } from '../../ports/store.ts';
import { type Connection, toConnection } from './connection.ts';
import { openStore, storeFile } from './open-store.ts';
import { policyStore } from './policy-store.ts';
import { settingsStore } from './settings-store.ts';
import { unreadableRows } from './unreadable-rows.ts';

let directory: string;
let store: Store;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-policies-'));
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

/** Does to the file what no Ballast does. */
function damage(sql: string, ...values: string[]): void {
  const database = new Database(join(directory, storeFile));
  database.prepare(sql).run(...values);
  database.close();
}

const pins: readonly Pin[] = [
  { kind: 'reference', pattern: 'acme/**' },
  { kind: 'label', name: 'keep', value: null },
  { kind: 'label', name: 'keep', value: '' },
  { kind: 'image', id: toImageId(`sha256:${'a'.repeat(64)}`) },
];

const everything: RulePolicy = {
  kind: 'rules',
  match: 'all',
  rules: [
    { kind: 'dangling' },
    { kind: 'superseded' },
    { kind: 'unused' },
    { kind: 'not-used-since', days: 30 },
    { kind: 'older-than', days: 0 },
    { kind: 'keep-last', count: 3, by: 'version' },
    { kind: 're-pullable' },
    { kind: 'duplicate' },
    { kind: 'platforms-never-run' },
    { kind: 'free-bytes', bytes: 1e15 },
  ],
  pins,
};

describe('policies', () => {
  test('come back as they were written, sorted by name', () => {
    store.writePolicy({ name: 'weekly', policy: everything, updatedAtMs: 7 });
    store.writePolicy({ name: 'Nightly', policy: policyOf({ kind: 'dangling' }), updatedAtMs: 8 });
    reopen();
    expect(store.policies()).toStrictEqual([
      { name: 'Nightly', policy: policyOf({ kind: 'dangling' }), updatedAtMs: 8 },
      { name: 'weekly', policy: everything, updatedAtMs: 7 },
    ]);
  });

  test('are replaced, renamed and removed', () => {
    const policy = policyOf({ kind: 'unused' });
    store.writePolicy({ name: 'a', policy: everything, updatedAtMs: 1 });
    store.writePolicy({ name: 'a', policy, updatedAtMs: 2 });
    store.writePolicy({ name: 'b', policy, updatedAtMs: 3 }, 'a');
    expect(store.policies()).toEqual([{ name: 'b', policy, updatedAtMs: 3 }]);
    store.writePolicy({ name: 'b', policy: everything, updatedAtMs: 4 }, 'b');
    expect(store.policies()).toEqual([{ name: 'b', policy: everything, updatedAtMs: 4 }]);
    expect([store.removePolicy('b'), store.removePolicy('b')]).toEqual([true, false]);
    expect(store.policies()).toEqual([]);
  });

  test('are written all together or not at all', () => {
    const [first, second] = ['a', 'b'].map((name) => ({ name, policy: everything, updatedAtMs: 1 }) as const);
    const former = { name: 'B', policy: policyOf({ kind: 'unused' }), updatedAtMs: 0 };
    if (first === undefined || second === undefined) throw new Error('two are written');
    store.writePolicy(former);
    damage(
      "CREATE TRIGGER full BEFORE INSERT ON policies WHEN NEW.name = 'b' BEGIN SELECT RAISE(FAIL, 'full'); END",
    );
    const changes = [{ policy: first }, { policy: second, formerName: 'B' }];
    expect(() => store.writePolicies(changes)).toThrow('full');
    expect(store.policies()).toEqual([former]);
    damage('DROP TRIGGER full');
    store.writePolicies(changes);
    expect(store.policies()).toEqual([first, second]);
  });

  test.each([
    ['cut off', '{"kind":"rules"'],
    [
      'of a rule this Ballast does not know',
      '{"kind":"rules","match":"any","rules":[{"kind":"bigger-than"}],"pins":[]}',
    ],
    [
      'of a rule that lost its number',
      '{"kind":"rules","match":"any","rules":[{"kind":"older-than"}],"pins":[]}',
    ],
    [
      'of a pin that lost its pattern',
      '{"kind":"rules","match":"any","rules":[],"pins":[{"kind":"reference"}]}',
    ],
  ])('one that is %s is left out, told, and stays in the file', (_, text) => {
    store.writePolicy({ name: 'bad', policy: everything, updatedAtMs: 1 });
    store.writePolicy({ name: 'good', policy: everything, updatedAtMs: 1 });
    damage("UPDATE policies SET policy = ? WHERE name = 'bad'", text);
    for (let count = 0; count < 2; count += 1) {
      expect(store.policies().map(({ name }) => name)).toEqual(['good']);
    }
    expect(store.unreadableRows()).toEqual([
      { kind: 'policy', name: 'bad', why: expect.any(String) as string },
    ]);
    // Written anew it is whole again.
    store.writePolicy({ name: 'bad', policy: everything, updatedAtMs: 2 });
    expect(store.policies()).toHaveLength(2);
    expect(store.unreadableRows()).toEqual([]);
  });
});

describe('pins', () => {
  test('come back oldest first; one that is there stays as it is', () => {
    for (const [at, pin] of pins.entries()) store.addPin({ pin, addedAtMs: 10 - at });
    store.addPin({ pin: { value: null, name: 'keep', kind: 'label' }, addedAtMs: 99 });
    reopen();
    expect(store.pins()).toStrictEqual(
      [...pins.entries()].map(([at, pin]) => ({ pin, addedAtMs: 10 - at })).reverse(),
    );
  });

  test('are taken out by what they say', () => {
    for (const pin of pins) store.addPin({ pin, addedAtMs: 1 });
    expect(store.removePin({ value: '', kind: 'label', name: 'keep' })).toBe(true);
    expect(store.removePin({ kind: 'label', name: 'keep', value: '' })).toBe(false);
    expect(store.pins().map(({ pin }) => pin)).toEqual(pins.filter((pin) => pin !== pins[2]));
  });

  test.each([['{"kind":"ref'], ['{"kind":"digest","pattern":"x"}'], ['{"kind":"reference"}']])(
    'one that reads %s stops everything: nobody knows what it keeps',
    (text) => {
      for (const pin of pins) store.addPin({ pin, addedAtMs: 1 });
      damage('UPDATE pins SET pin = ? WHERE id = 2', text);
      expect(() => store.pins()).toThrow(
        expect.objectContaining({ code: 'store.corrupt', detail: expect.stringContaining(text) as string }),
      );
    },
  );
});

test('what a person was told is kept survives a power cut', () => {
  const plain = toConnection(new Database(join(directory, storeFile)));
  const kinds: string[] = [];
  const watched: Connection = {
    ...plain,
    write: (body) => (kinds.push('write'), plain.write(body)),
    writeDurably: (body) => (kinds.push('durable'), plain.writeDurably(body)),
  };
  const policies = policyStore(watched, unreadableRows());
  policies.writePolicy({ name: 'weekly', policy: everything, updatedAtMs: 1 });
  policies.addPin({ pin: pins[0]!, addedAtMs: 1 });
  settingsStore(watched).writeSetting('automation', { isOn: false });
  plain.database.close();
  expect(kinds).toEqual(['durable', 'durable', 'durable']);
});
