import { describe, expect, it, vi } from 'vitest';

import type { JobView } from '#main/contract/views/job-view.ts';
import { AppError } from '#main/domain/app-error.ts';

import { JobsState } from './jobs-state.svelte.ts';

const job = (id: string, changes: Partial<JobView> = {}): JobView => ({
  id,
  kind: 'clean-up',
  endpoint: 'demo:',
  state: 'running',
  startedAtMs: Number(id),
  endedAtMs: null,
  done: 0,
  total: 2,
  step: 'removing',
  current: [],
  movedBytes: null,
  recent: [],
  result: null,
  error: null,
  ...changes,
});

/** A client whose subscription gives these frames and then stays open, as the core's does. */
function clientWith(
  frames: readonly JobView[],
  cancel: () => Promise<never> = () => Promise.reject(new Error('no')),
) {
  async function* stream() {
    yield* frames;
    await new Promise(() => undefined);
  }
  return {
    jobs: { watch: () => Promise.resolve(stream()), cancel, journal: () => Promise.resolve([]) },
  } as never;
}

describe('JobsState', () => {
  it('keeps the last frame of each job and tells running from ended', async () => {
    const ended: string[] = [];
    const frames = [
      job('1'),
      job('2'),
      job('1', { done: 1 }),
      job('1', { state: 'succeeded', endedAtMs: 9 }),
    ];
    const state = new JobsState(clientWith(frames), (one) => ended.push(one.id));
    const stop = state.start();
    await vi.waitFor(() => expect(ended).toEqual(['1']));
    expect(state.all.map(({ id }) => id)).toEqual(['2', '1']);
    expect(state.running.map(({ id }) => id)).toEqual(['2']);
    expect(state.byId('1')?.state).toBe('succeeded');
    stop();
  });

  it('does not report jobs that had ended before it looked', async () => {
    const ended: string[] = [];
    const state = new JobsState(clientWith([job('1', { endedAtMs: 5, state: 'failed' })]), (one) =>
      ended.push(one.id),
    );
    const stop = state.start();
    await vi.waitFor(() => expect(state.ended).toHaveLength(1));
    expect(ended).toEqual([]);
    stop();
  });

  it('says when a job could not be cancelled', async () => {
    const state = new JobsState(clientWith([], () => Promise.reject(new AppError('engine.timeout'))));
    await state.cancel('1');
    expect(state.error?.code).toBe('engine.timeout');
    expect(state.isCancelling('1')).toBe(false);
  });
});
