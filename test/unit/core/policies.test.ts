import { join } from 'node:path';

import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';

import { storeFile } from '#main/adapters/sqlite-store/open-store.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { startControlledCore } from '#test/support/controlled-core.ts';

const dangling = {
  kind: 'rules' as const,
  match: 'any' as const,
  rules: [{ kind: 'dangling' as const }],
  pins: [],
};
const old = {
  kind: 'rules' as const,
  match: 'all' as const,
  rules: [{ kind: 'unused' as const }, { kind: 'older-than' as const, days: 90 }],
  pins: [{ kind: 'label' as const, name: 'keep', value: null }],
};

const start = () => startControlledCore(population());
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

describe('saved policies', () => {
  test('are added, replaced, renamed and removed', async () => {
    const { client, time } = start();
    await client.policies.save({ name: 'tidy', policy: dangling });
    time.advance(1_000);
    expect(await client.policies.save({ name: 'tidy', policy: old })).toEqual([
      { name: 'tidy', policy: old, updatedAtMs: time.now() },
    ]);
    expect(names(await client.policies.save({ name: 'Tidy', formerName: 'tidy', policy: old }))).toEqual([
      'Tidy',
    ]);
    expect(await client.policies.remove({ name: 'Tidy' })).toEqual([]);
  });

  test.each([
    ['a name somebody has', { name: 'weekly', formerName: 'tidy' }, 'weekly'],
    ['a name that only looks different', { name: 'TIDY' }, 'tidy'],
    ['a name put together from other letters', { name: 'tïdy' }, 'tïdy'],
    ['renaming what is not there', { name: 'new', formerName: 'gone' }, 'gone'],
  ])('%s is refused', async (_, change, subject) => {
    const { client } = start();
    for (const name of ['tidy', 'weekly', 'tïdy']) await client.policies.save({ name, policy: dangling });
    const before = await client.policies.list({});
    await expect(
      client.policies.save({ ...change, name: change.name.normalize('NFD'), policy: old }),
    ).rejects.toMatchObject({ data: { code: 'usage.invalid', subject } });
    expect(await client.policies.list({})).toEqual(before);
  });

  test('removing what is not there is told', async () => {
    await expect(start().client.policies.remove({ name: 'gone' })).rejects.toMatchObject({
      data: { code: 'usage.invalid', subject: 'gone' },
    });
  });

  test.each([
    ['an unknown rule', { ...dangling, rules: [{ kind: 'everything' }] }],
    ['negative days', { ...dangling, rules: [{ kind: 'older-than', days: -1 }] }],
    ['a huge number', { ...dangling, rules: [{ kind: 'keep-last', count: 1e12, by: 'created' }] }],
    ['days of another unit', { ...dangling, rules: [{ kind: 'older-than', days: '30d' }] }],
  ])('%s is not kept', async (_, policy) => {
    const { client } = start();
    await expect(client.policies.save({ name: 'bad', policy: policy })).rejects.toMatchObject({
      data: { code: 'usage.invalid' },
    });
    expect(await client.policies.list({})).toEqual([]);
  });
});

describe('policy files', () => {
  test('what is exported comes back the same', async () => {
    const [here, there] = [start(), start()];
    await here.client.policies.save({ name: 'tidy', policy: dangling });
    await here.client.policies.save({ name: 'old', policy: old });
    const { text } = await here.client.policies.export({ names: [] });
    const read = await there.client.policies.import({ text, save: false });
    expect(read).toMatchObject({ problems: [], replaces: [] });
    expect(await there.client.policies.list({})).toEqual([]);
    await there.client.policies.import({ text, save: true });
    const policiesOf = async ({ client }: typeof here) =>
      (await client.policies.list({})).map(({ name, policy }) => ({ name, policy }));
    expect(await policiesOf(there)).toEqual(await policiesOf(here));
    expect((await there.client.policies.export({ names: [] })).text).toBe(text);
  });

  test('what is there under the same name is replaced only when saved, and that is told first', async () => {
    const [here, there] = [start(), start()];
    await here.client.policies.save({ name: 'Tidy', policy: old });
    await there.client.policies.save({ name: 'tidy', policy: dangling });
    const { text } = await here.client.policies.export({ names: ['Tidy'] });
    expect(await there.client.policies.import({ text, save: false })).toMatchObject({ replaces: ['tidy'] });
    expect(await there.client.policies.list({})).toMatchObject([{ name: 'tidy', policy: dangling }]);
    await there.client.policies.import({ text, save: true });
    expect(await there.client.policies.list({})).toMatchObject([{ name: 'Tidy', policy: old }]);
  });

  test('one problem, and nothing of the file is kept', async () => {
    const { client } = start();
    await client.policies.save({ name: 'good', policy: dangling });
    await client.policies.save({ name: 'bad', policy: old });
    const { text } = await client.policies.export({ names: [] });
    await client.policies.remove({ name: 'good' });
    await client.policies.remove({ name: 'bad' });
    const broken = text.replace('"days": 90', '"days": -90');
    const { policies, problems } = await client.policies.import({ text: broken, save: true });
    expect(policies).toEqual([]);
    expect(problems.map(({ field }) => field)).toEqual([expect.stringContaining('days')]);
    expect(await client.policies.list({})).toEqual([]);
  });

  test('what cannot be kept as a whole is not kept in part', async () => {
    const [here, there] = [start(), start()];
    for (const name of ['one', 'two']) await here.client.policies.save({ name, policy: dangling });
    const { text } = await here.client.policies.export({ names: [] });
    const database = new Database(join(there.store.directory, storeFile));
    database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON policies WHEN NEW.name = 'two' BEGIN SELECT RAISE(FAIL, 'full'); END",
    );
    database.close();
    await expect(there.client.policies.import({ text, save: true })).rejects.toMatchObject({
      data: { detail: expect.stringContaining('full') as string },
    });
    expect(await there.client.policies.list({})).toEqual([]);
  });

  test('exporting what nobody saved is told', async () => {
    await expect(start().client.policies.export({ names: ['gone'] })).rejects.toMatchObject({
      data: { code: 'usage.invalid', subject: 'gone' },
    });
  });
});
