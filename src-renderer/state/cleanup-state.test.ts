import { describe, expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';

import { planWith, sampleRemoval, ScriptedCleanup } from './cleanup-samples.ts';
import { CleanupState } from './cleanup-state.svelte.ts';

const dangling = policyOf({ kind: 'dangling' });
const endpoint = 'unix:///engine';
const suggestion = { key: 'dangling', name: null, policy: dangling, imageCount: 3 };
const started = () => Promise.resolve({ jobId: 'job-1' });

function opened(answers: ScriptedCleanup['answers'] = {}) {
  const core = new ScriptedCleanup();
  core.answers = { suggestions: () => Promise.resolve([suggestion]), ...answers };
  const state = new CleanupState(core.client);
  state.use(endpoint);
  return { core, state };
}

describe('suggestions', () => {
  it('are had in one question, and a run that was broken off with them', async () => {
    const runs = [
      { runId: 'elsewhere', endpoint: 'unix:///other', resumable: 3 },
      { runId: 'done', endpoint, resumable: 0 },
      { runId: 'broken', endpoint, resumable: 2 },
    ];
    const { core, state } = opened({ journal: () => Promise.resolve(runs) });
    await state.look();
    expect(state.suggestions).toEqual([suggestion]);
    expect(state.unfinished?.runId).toBe('broken');
    await state.dismiss('broken');
    expect(state.unfinished).toBeNull();
    expect(core.calls.map(({ name }) => name)).toEqual(['suggestions', 'journal', 'dismiss']);
  });

  it('stay when a later look fails, and it says why', async () => {
    const { core, state } = opened();
    await state.look();
    core.answers['suggestions'] = () => Promise.reject(new AppError('engine.unreachable'));
    await state.look();
    expect([state.error?.code, state.suggestions]).toEqual(['engine.unreachable', [suggestion]]);
  });

  it('are dropped with everything else of an engine when another one is looked at', async () => {
    const { state } = opened();
    await state.look();
    await state.open(dangling);
    state.use('unix:///other');
    expect([state.draft, state.suggestions]).toEqual([null, null]);
    await state.look();
    expect(state.suggestions).not.toBeNull();
  });
});

describe('a plan', () => {
  it('is made when it is opened, and not when it is known', async () => {
    const { core, state } = opened();
    await state.open(dangling, 'Fridays');
    expect(state.draft?.plan?.fingerprint).toBe('rules:abc');
    await state.open(dangling, '', {
      known: planWith([sampleRemoval('x')], { fingerprint: 'known' }),
    });
    expect(state.draft?.plan?.fingerprint).toBe('known');
    expect([core.asked.length, state.canRun]).toEqual([1, true]);
  });

  it('is made as it was asked for, parked or not', async () => {
    const { core, state } = opened();
    await state.open(dangling, 'Fridays', { park: true });
    expect(core.asked).toMatchObject([{ park: true }]);
    expect(state.draft?.options.park).toBe(true);
    await state.planAgain();
    await state.open(dangling);
    expect(core.asked.map(({ park }) => park)).toEqual([true, true, false]);
  });

  it('is left without a late answer coming back', async () => {
    const { core, state } = opened();
    const release = core.hold();
    const opening = state.open(dangling);
    state.leave();
    release();
    await opening;
    expect([state.draft, state.canRun]).toEqual([null, false]);
  });

  it('runs as shown, and is made anew afterwards', async () => {
    const { core, state } = opened({ run: started });
    await state.open(dangling);
    await state.run();
    expect(core.calls).toMatchObject([{ name: 'run', input: { endpoint, fingerprint: 'rules:abc' } }]);
    expect(state.jobId).toBe('job-1');
    await state.planAgain();
    expect([state.jobId, core.asked.length]).toEqual([null, 2]);
  });

  it('stays when its run cannot be started, and it says why', async () => {
    const { state } = opened({ run: () => Promise.reject(new AppError('engine.denied')) });
    await state.open(dangling);
    await state.run();
    expect([state.error?.code, state.jobId, state.draft?.plan?.fingerprint]).toEqual([
      'engine.denied',
      null,
      'rules:abc',
    ]);
  });
});

it.each(['undo', 'resume'] as const)('%s starts a job of its own', async (name) => {
  const { core, state } = opened({ [name]: started });
  await state[name]('run-7');
  expect(core.calls).toEqual([{ name, input: { endpoint, runId: 'run-7' } }]);
  expect(state.jobId).toBe('job-1');
});

it('reads from the journal how much of a run can be had back, once', async () => {
  const runs = [{ runId: 'run-7', endpoint, undoable: 2, resumable: 0 }];
  const { core, state } = opened({ journal: () => Promise.resolve(runs) });
  await state.readRun('run-7');
  await state.readRun('run-7');
  expect(state.finished?.undoable).toBe(2);
  expect(core.calls).toHaveLength(1);
  await state.readRun('run-8');
  expect(state.finished).toBeNull();
});

describe('another engine that is looked at meanwhile', () => {
  it('does not show the job of the former one', async () => {
    const job = Promise.withResolvers<{ jobId: string }>();
    const { state } = opened({ run: () => job.promise });
    await state.open(dangling);
    const running = state.run();
    state.use('unix:///other');
    job.resolve({ jobId: 'job-1' });
    await running;
    expect([state.jobId, state.isStarting]).toEqual([null, false]);
  });

  it('does not learn of a run that ended before from an answer that comes late', async () => {
    const [first, second] = [Promise.withResolvers<unknown>(), Promise.withResolvers<unknown>()];
    const answers = [first.promise, second.promise];
    const { state } = opened({ journal: () => answers.shift() ?? Promise.resolve([]) });
    const reading = [state.readRun('one'), state.readRun('two')];
    second.resolve([{ runId: 'two', undoable: 0 }]);
    first.resolve([{ runId: 'one', undoable: 3 }]);
    await Promise.all(reading);
    expect(state.finished?.runId).toBe('two');
  });
});
