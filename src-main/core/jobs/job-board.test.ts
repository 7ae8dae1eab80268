import { describe, expect, test } from 'vitest';

import type { JobView } from '../../contract/views/job-view.ts';
import { AppError } from '../../domain/app-error.ts';
import { toImageId } from '../../domain/image/hashes.ts';
import { JobBoard } from './job-board.ts';

const about = { kind: 'clean-up', endpoint: 'demo:' } as const;
const done = { state: 'succeeded', result: null, error: null } as const;

function newBoard(): JobBoard {
  let id = 0;
  return new JobBoard({ clock: { now: () => 1_000 }, newId: () => `job-${++id}` });
}

async function framesUntilEnd(board: JobBoard): Promise<JobView[]> {
  const frames: JobView[] = [];
  for await (const frame of board.watch(new AbortController().signal)) {
    frames.push(frame);
    if (frame.endedAtMs !== null) break;
  }
  return frames;
}

/** What somebody who begins to watch is told at once. */
async function framesNow(board: JobBoard): Promise<readonly JobView[]> {
  const stop = new AbortController();
  const frames: JobView[] = [];
  setTimeout(() => stop.abort(), 0);
  for await (const frame of board.watch(stop.signal)) frames.push(frame);
  return frames;
}

describe('JobBoard', () => {
  test('a job ends exactly once, with what it answered', async () => {
    const board = newBoard();
    const { id } = board.start(about, (control) => {
      control.report({ done: 1, total: 2 });
      return Promise.resolve(done);
    });
    const frames = await framesUntilEnd(board);
    expect(frames.at(-1)).toMatchObject({ id, state: 'succeeded', step: 'done', endedAtMs: 1_000, done: 1 });
    expect(frames.filter((frame) => frame.endedAtMs !== null)).toHaveLength(1);
  });

  test('what a job throws is its error', async () => {
    const board = newBoard();
    board.start(about, () => Promise.reject(new AppError('plan.stale', { detail: 'x' })));
    const last = (await framesUntilEnd(board)).at(-1);
    expect(last).toMatchObject({ state: 'failed', error: { code: 'plan.stale', retry: 'now' } });
  });

  test('what nobody translated is a bug', async () => {
    const board = newBoard();
    board.start(about, () => Promise.reject(new TypeError('x is not a function')));
    expect((await framesUntilEnd(board)).at(-1)).toMatchObject({ state: 'failed', error: { code: 'bug' } });
  });

  test('a cancelled job hears of it, and cancelling again changes nothing', async () => {
    const board = newBoard();
    const { id, ended } = board.start(about, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { state: 'cancelled', result: null, error: null };
    });
    board.cancel(id);
    board.cancel(id);
    await ended;
    board.cancel(id);
    expect((await framesUntilEnd(board)).at(-1)?.state).toBe('cancelled');
  });

  test('progress after the end is not heard', async () => {
    const board = newBoard();
    let late: () => void = () => undefined;
    const { ended } = board.start(about, (control) => {
      late = () => control.report({ done: 99 });
      return Promise.resolve(done);
    });
    await ended;
    late();
    expect((await framesUntilEnd(board)).at(-1)).toMatchObject({ done: 0, state: 'succeeded' });
  });

  test('a thousand reports are a few frames', async () => {
    const board = newBoard();
    board.start(about, async (control) => {
      for (let n = 0; n < 1_000; n++) {
        control.report({ done: n });
        if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return done;
    });
    const frames = await framesUntilEnd(board);
    expect(frames.length).toBeLessThan(20);
    expect(frames.at(-1)?.done).toBe(999);
  });

  test('what became of items is told, the latest twenty of them, and what it is at ends with it', async () => {
    const board = newBoard();
    board.start(about, (control) => {
      control.report({ current: ['a:1', 'b:1'], movedBytes: 5 });
      for (let n = 0; n < 30; n += 1) control.tell([{ id: toImageId(`image ${n}`), outcome: 'removed' }]);
      return Promise.resolve(done);
    });
    const last = (await framesUntilEnd(board)).at(-1);
    expect(last?.recent.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, n) => `image ${n + 10}`));
    expect(last).toMatchObject({ current: [], movedBytes: null });
  });

  test('an unknown job cannot be cancelled', () => {
    expect(() => newBoard().cancel('nope')).toThrow(AppError);
  });

  test('of what ended only the latest fifty are kept: results can be long, and a server runs for months', async () => {
    const board = newBoard();
    let endFirst: () => void = () => undefined;
    const first = board.start(about, async () => {
      await new Promise<void>((resolve) => (endFirst = resolve));
      return done;
    });
    for (let n = 0; n < 60; n += 1) await board.start(about, () => Promise.resolve(done)).ended;
    const known = await framesNow(board);
    expect(known).toHaveLength(51);
    expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, 'job-61']));
    endFirst();
    await first.ended;
    expect((await framesNow(board)).map(({ id }) => id)).toContain(first.id);
  });

  test('closing waits for the end of what runs', async () => {
    const board = newBoard();
    const log: string[] = [];
    board.start(about, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push('journaled');
      return done;
    });
    await board.close();
    expect(log).toEqual(['journaled']);
  });
});
