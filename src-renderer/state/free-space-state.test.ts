import { expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';

import { ScriptedCleanup } from './cleanup-samples.ts';
import { FreeSpaceState } from './free-space-state.svelte.ts';

function opened() {
  const core = new ScriptedCleanup();
  const space = new FreeSpaceState(core.client);
  space.use('unix:///engine');
  const bytesAsked = () =>
    core.asked.map(
      ({ policy }) =>
        policy.kind === 'rules' && policy.rules[0]?.kind === 'free-bytes' && policy.rules[0].bytes,
    );
  return { core, space, bytesAsked };
}

it('plans for a wish, and says what comes free beyond it', async () => {
  const { space } = opened();
  await space.want(25);
  expect(space.plan?.fingerprint).toBe('rules:abc:25');
  expect([space.overshootBytes, space.isBehind]).toEqual([5, false]);
});

it('asks one question at a time while the slider moves, and ends with the last wish', async () => {
  const { core, space, bytesAsked } = opened();
  const release = core.hold();
  const wishes = [1, 2, 3, 4].map((bytes) => space.want(bytes));
  expect([bytesAsked(), space.isBehind]).toEqual([[1], true]);
  release();
  await Promise.all(wishes);
  expect(bytesAsked()).toEqual([1, 4]);
  expect(space.plan?.fingerprint).toBe('rules:abc:4');
});

it('asks nothing while nothing is wished, and forgets the answer when the wish is taken back', async () => {
  const { core, space } = opened();
  await space.want(0);
  expect(core.asked).toEqual([]);
  const release = core.hold();
  const wishes = [space.want(5), space.want(0)];
  release();
  await Promise.all(wishes);
  expect([space.plan, space.policy]).toEqual([null, null]);
});

it('drops an answer of an engine that is no longer looked at', async () => {
  const { core, space } = opened();
  const release = core.hold();
  const wish = space.want(5);
  space.use('unix:///other');
  release();
  await wish;
  expect([space.plan, space.wantedBytes]).toEqual([null, 0]);
});

it('says why it could not plan, and tries again with the next wish', async () => {
  const { core, space } = opened();
  core.answers = { plan: () => Promise.reject(new AppError('engine.unreachable')) };
  await space.want(5);
  expect(space.error?.code).toBe('engine.unreachable');
  core.answers = {};
  await space.want(6);
  expect([space.error, space.plan?.fingerprint]).toEqual([null, 'rules:abc:6']);
});

it('asks once more when images changed while the answer was on its way', async () => {
  const { core, space, bytesAsked } = opened();
  const release = core.hold();
  const asking = [space.want(5), space.again()];
  release();
  await Promise.all(asking);
  expect(bytesAsked()).toEqual([5, 5]);
});

it('asks for the newest wish although an older one failed', async () => {
  const { core, space } = opened();
  let calls = 0;
  const release = core.hold();
  const asking = [space.want(5), space.want(6)];
  core.answers = {
    plan: () => ((calls += 1) === 1 ? Promise.reject(new AppError('engine.unreachable')) : Promise.resolve()),
  };
  release();
  await Promise.all(asking);
  expect([space.plan?.fingerprint, space.isBehind, space.error]).toEqual(['rules:abc:6', false, null]);
});
