import { describe, expect, it } from 'vitest';

import type { CleanupPlan, CleanupPolicy } from '#main/domain/cleanup/cleanup-plan.ts';
import { AppError } from '#main/domain/app-error.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

import { CleanupState } from './cleanup-state.svelte.ts';

const [a, b, c] = ['a', 'b', 'c'].map(toImageId) as [
  ReturnType<typeof toImageId>,
  ReturnType<typeof toImageId>,
  ReturnType<typeof toImageId>,
];

/** A plan that removes these images; the fingerprint says which policy and images it is for. */
function planOf(policy: CleanupPolicy, ids: readonly string[]): CleanupPlan {
  const total = { exact: ids.length * 10 };
  return {
    fingerprint: `${policy.kind}:${ids.join('')}`,
    engineId: 'engine',
    policy,
    remove: ids.map((id) => ({
      id: toImageId(id),
      effect: 'remove',
      references: [],
      reasons: ['dangling'],
      recoverable: 'local-only',
    })),
    keep: [],
    frees: { total, layers: total, content: { exact: 0 }, doubts: [] },
  };
}

/** A core that answers when told to, and keeps what it was asked. */
function fakeClient() {
  const asked: CleanupPolicy[] = [];
  const ran: { readonly fingerprint: string; readonly remove: readonly unknown[] }[] = [];
  let gate = Promise.resolve();
  const answers = {
    plan: async ({ policy }: { readonly policy: CleanupPolicy }) => {
      asked.push(policy);
      await gate;
      return planOf(policy, policy.kind === 'picked' ? policy.picks.map(({ id }) => id) : ['a', 'b', 'c']);
    },
    run: (input: (typeof ran)[number]) => {
      ran.push(input);
      return Promise.resolve({ jobId: 'job-1' });
    },
  };
  return {
    asked,
    ran,
    answers,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    client: { cleanup: { plan: (i: never) => answers.plan(i), run: (i: never) => answers.run(i) } } as never,
  };
}

describe('CleanupState', () => {
  it('makes both suggestions, and opens one at once without asking again', async () => {
    const { client, asked } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    expect(state.suggestions?.unused.remove).toHaveLength(3);
    await state.open({ kind: 'dangling' });
    expect(asked.map(({ kind }) => kind)).toEqual(['dangling', 'unused']);
    expect(state.plan?.fingerprint).toBe('dangling:abc');
    expect(state.canRun).toBe(true);
  });

  it('plans again for exactly what is ticked, and returns to the first plan when all is', async () => {
    const { client, asked } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    await state.open({ kind: 'dangling' });
    await state.tick(new Set([a, c]));
    expect(state.plan?.fingerprint).toBe('picked:ac');
    expect(state.goingIds).toEqual([a, c]);
    await state.tick(new Set([a, b, c]));
    expect(state.plan?.fingerprint).toBe('dangling:abc');
    expect(asked).toHaveLength(3);
  });

  it('asks one question at a time while boxes are ticked fast, and ends with the last one', async () => {
    const { client, asked, hold } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    await state.open({ kind: 'unused' });
    const release = hold();
    const ticking = [state.tick(new Set([a, b])), state.tick(new Set([a])), state.tick(new Set([b]))];
    expect(state.canRun).toBe(false);
    release();
    await Promise.all(ticking);
    expect(asked.slice(2)).toHaveLength(2);
    expect(state.plan?.fingerprint).toBe('picked:b');
    expect(state.canRun).toBe(true);
  });

  it('cannot run when nothing is ticked', async () => {
    const { client, ran } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    await state.open({ kind: 'dangling' });
    await state.tick(new Set());
    expect(state.canRun).toBe(false);
    await state.run();
    expect(ran).toEqual([]);
  });

  it('runs the plan that is shown, under its fingerprint', async () => {
    const { client, ran } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    await state.open({ kind: 'dangling' });
    await state.tick(new Set([b]));
    await state.run();
    expect(ran[0]).toMatchObject({
      fingerprint: 'picked:b',
      remove: [{ id: 'b', effect: 'remove', reasons: ['dangling'] }],
    });
    expect(state.jobId).toBe('job-1');
  });

  it('drops everything of an engine when another one is looked at', async () => {
    const { client } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    await state.open({ kind: 'dangling' });
    state.use('unix:///other');
    const looking = state.look();
    expect(state.policy).toBeNull();
    expect(state.suggestions).toBeNull();
    await looking;
    expect(state.suggestions).not.toBeNull();
  });

  it('keeps the suggestions when a later look fails, and says why', async () => {
    const { client, answers } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    answers.plan = () => Promise.reject(new AppError('engine.unreachable'));
    await state.look();
    expect(state.error?.code).toBe('engine.unreachable');
    expect(state.suggestions).not.toBeNull();
  });

  it('leaves without being called back by a late plan', async () => {
    const { client, hold } = fakeClient();
    const state = new CleanupState(client);
    state.use('unix:///engine');
    await state.look();
    const release = hold();
    const opening = state.open({ kind: 'picked', picks: [{ id: a, references: null }] });
    state.leave();
    release();
    await opening;
    expect(state.plan).toBeNull();
    expect(state.isPlanning).toBe(false);
  });
});
