import { describe, expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';
import { toContainerId, toImageId } from '#main/domain/image/hashes.ts';

import { ScriptedCleanup } from './cleanup-samples.ts';
import { PlanState } from './plan-state.svelte.ts';

const [a, b, c] = [toImageId('a'), toImageId('b'), toImageId('c')];

async function opened() {
  const core = new ScriptedCleanup();
  const request = {
    endpoint: 'unix:///engine',
    policy: policyOf({ kind: 'dangling' }),
    policyName: 'Fridays',
  };
  const plan = new PlanState(core.client, request);
  await plan.again();
  return { core, plan };
}

describe('ticks', () => {
  it('plans again for exactly what is ticked, and returns to the first plan when all is', async () => {
    const { core, plan } = await opened();
    await plan.tick(new Set([a, c]));
    expect(plan.plan?.fingerprint).toBe('ticked:ac');
    expect(plan.goingIds).toEqual([a, c]);
    await plan.tick(new Set([a, b, c]));
    expect(plan.plan?.fingerprint).toBe('rules:abc');
    expect(core.asked).toHaveLength(2);
  });

  it('asks one question at a time while boxes are ticked fast, and ends with the last one', async () => {
    const { core, plan } = await opened();
    const release = core.hold();
    const ticking = [plan.tick(new Set([a, b])), plan.tick(new Set([a])), plan.tick(new Set([b]))];
    expect([plan.goingIds, plan.canRun]).toEqual([[b], false]);
    release();
    await Promise.all(ticking);
    expect(core.asked.slice(1)).toHaveLength(2);
    expect([plan.plan?.fingerprint, plan.canRun]).toEqual(['ticked:b', true]);
  });

  it('are not taken for the whole plan when it is made anew meanwhile', async () => {
    const { core, plan } = await opened();
    const release = core.hold();
    const asking = [plan.tick(new Set([a])), plan.again()];
    release();
    await Promise.all(asking);
    expect([plan.basis?.fingerprint, plan.plan?.fingerprint]).toEqual(['rules:abc', 'rules:abc']);
    expect(core.asked).toHaveLength(3);
  });

  it('cannot run when nothing is ticked', async () => {
    const { core, plan } = await opened();
    await plan.tick(new Set());
    expect([plan.canRun, plan.toRun(), core.asked.length]).toEqual([false, null, 1]);
  });
});

describe('the way it is carried out', () => {
  it('plans anew for the bin, and keeps what was left out', async () => {
    const { core, plan } = await opened();
    await plan.tick(new Set([a, c]));
    await plan.change({ park: true });
    expect(plan.basis?.fingerprint).toBe('rules:abc:park');
    expect(plan.plan?.fingerprint).toBe('ticked:ac:park');
    expect([plan.goingIds, plan.parkedIds]).toEqual([[], [a, c]]);
    expect(core.asked.map(({ park }) => park)).toEqual([false, false, true, true]);
  });

  it('drops an answer that was asked for another way', async () => {
    const { core, plan } = await opened();
    const release = core.hold();
    const changing = [plan.change({ park: true }), plan.change({ park: false })];
    release();
    await Promise.all(changing);
    expect(plan.plan?.fingerprint).toBe('rules:abc');
  });

  it('cannot run the plan of another way when the new one fails', async () => {
    const { core, plan } = await opened();
    core.answers = { plan: () => Promise.reject(new AppError('engine.unreachable')) };
    await plan.change({ containers: [toContainerId('c1')] });
    expect([plan.error?.code, plan.canRun, plan.toRun()]).toEqual(['engine.unreachable', false, null]);
    core.answers = {};
    await plan.tick(new Set([a]));
    expect([plan.error, plan.plan?.fingerprint]).toEqual([null, 'ticked:a:c1']);
  });
});

describe('what runs', () => {
  it('is the plan that is shown, with the reasons and the name it was shown under', async () => {
    const { plan } = await opened();
    await plan.tick(new Set([b]));
    expect(plan.toRun()).toMatchObject({
      fingerprint: 'ticked:b',
      remove: [{ id: b, effect: 'remove', reasons: ['dangling'] }],
      policyName: 'Fridays',
      isBin: false,
      saveFirst: [],
    });
  });

  it('saves first what exists only here, once that is asked for', async () => {
    const { core, plan } = await opened();
    const recovery = { kind: 're-pullable', pullFrom: ['x@sha256:1'], builtBy: null };
    core.answers = {
      checkRecovery: () =>
        Promise.resolve([{ id: a, reference: 'x:1', answer: 'same', recovery, detail: '' }]),
    };
    await plan.checkRecovery();
    plan.savesFirst = true;
    expect(plan.toRun()?.saveFirst).toEqual([b, c]);
    expect(core.calls).toEqual([
      { name: 'checkRecovery', input: { endpoint: 'unix:///engine', ids: [a, b, c] } },
    ]);
    await plan.tick(new Set([a, b]));
    expect(plan.toRun()?.saveFirst).toEqual([b]);
  });
});

it('says why registries could not be asked, and keeps the plan', async () => {
  const { core, plan } = await opened();
  core.answers = { checkRecovery: () => Promise.reject(new AppError('registry.unreachable')) };
  await plan.checkRecovery();
  expect([plan.error?.code, plan.isChecking, plan.canRun]).toEqual(['registry.unreachable', false, true]);
});
