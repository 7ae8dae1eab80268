import { describe, expect, it } from 'vitest';

import type { PinRow, PolicyRow } from '#main/contract/views/policy-view.ts';
import { AppError } from '#main/domain/app-error.ts';
import type { Pin } from '#main/domain/cleanup/pin.ts';
import { policyOf, type RulePolicy } from '#main/domain/cleanup/policy.ts';

import '../i18n/speak-english.ts';
import { PoliciesState } from './policies-state.svelte.ts';

const row = (name: string): PolicyRow => ({ name, policy: policyOf({ kind: 'unused' }), updatedAtMs: 1 });

interface SaveInput {
  readonly name: string;
  readonly policy: RulePolicy;
  readonly formerName?: string;
}

/** A core with two policies, which can be told to fail. */
function fakeCore() {
  let rows = [row('Fridays'), row('Nightly')];
  let pins: PinRow[] = [];
  const core = {
    failing: null as AppError | null,
    problems: [] as { field: string; problem: string }[],
    answer<T>(value: () => T): Promise<T> {
      return core.failing === null ? Promise.resolve(value()) : Promise.reject(core.failing);
    },
  };
  const policies = {
    list: () => core.answer(() => rows),
    pins: () => core.answer(() => pins),
    save: ({ name, policy, formerName }: SaveInput) =>
      core.answer(() => {
        rows = [...rows.filter((one) => one.name !== (formerName ?? name)), { name, policy, updatedAtMs: 2 }];
        return rows;
      }),
    remove: ({ name }: { readonly name: string }) =>
      core.answer(() => (rows = rows.filter((one) => one.name !== name))),
    export: ({ names }: { readonly names: readonly string[] }) => core.answer(() => ({ text: names.join() })),
    import: ({ text, save }: { readonly text: string; readonly save: boolean }) =>
      core.answer(() => {
        if (core.problems.length === 0 && save) rows = [...rows, row(text)];
        return { policies: core.problems.length === 0 ? [row(text)] : [], problems: core.problems };
      }),
    pin: ({ pin }: { readonly pin: Pin }) => core.answer(() => (pins = [...pins, { pin, addedAtMs: 1 }])),
    unpin: () => core.answer(() => (pins = [])),
  };
  return { core, client: { policies } as never };
}

async function loaded() {
  const { core, client } = fakeCore();
  const state = new PoliciesState(client);
  await state.load();
  return { core, state, names: () => state.rows?.map(({ name }) => name) };
}

it('renames a policy and closes the editor', async () => {
  const { state, names } = await loaded();
  state.edit(state.rows![0]!);
  state.draft!.name = ' Saturdays ';
  expect(await state.save()).toBe(true);
  expect([names(), state.draft]).toEqual([['Nightly', 'Saturdays'], null]);
});

it('keeps the editor open with what was typed when saving fails', async () => {
  const { core, state, names } = await loaded();
  state.create('Mondays', policyOf({ kind: 'dangling' }));
  core.failing = new AppError('store.corrupt');
  expect(await state.save()).toBe(false);
  expect([state.draft?.name, state.saveError?.code]).toEqual(['Mondays', 'store.corrupt']);
  core.failing = null;
  expect(await state.save()).toBe(true);
  expect([names(), state.saveError]).toEqual([['Fridays', 'Nightly', 'Mondays'], null]);
});

it('does not save what is wrong', async () => {
  const { state, names } = await loaded();
  state.create('Nightly', policyOf({ kind: 'dangling' }));
  expect(await state.save()).toBe(false);
  expect([names(), state.draft?.nameProblem]).toEqual([
    ['Fridays', 'Nightly'],
    'Another policy has this name.',
  ]);
});

describe('a policy file', () => {
  it('is shown before anything of it is kept', async () => {
    const { state, names } = await loaded();
    await state.readFile('team.json', 'Weekly');
    expect([state.file?.policies.length, names()]).toEqual([1, ['Fridays', 'Nightly']]);
    expect(await state.keepFile()).toBe(true);
    expect([state.file, names()]).toEqual([null, ['Fridays', 'Nightly', 'Weekly']]);
  });

  it('with problems is never kept', async () => {
    const { core, state, names } = await loaded();
    core.problems = [{ field: 'policies[0].rules[1].days', problem: 'it must not be negative' }];
    await state.readFile('team.json', 'Weekly');
    expect(await state.keepFile()).toBe(false);
    expect([state.file?.problems.length, names()]).toEqual([1, ['Fridays', 'Nightly']]);
  });
});

it('keeps what it has read when a later reading fails', async () => {
  const { core, state, names } = await loaded();
  core.failing = new AppError('store.corrupt');
  await state.load();
  expect([state.error?.code, names()]).toEqual(['store.corrupt', ['Fridays', 'Nightly']]);
  expect(await state.export([])).toBeNull();
});
