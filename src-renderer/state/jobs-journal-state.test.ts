import { expect, it } from 'vitest';

import type { JournalRunView } from '#main/contract/views/journal-view.ts';
import { AppError } from '#main/domain/app-error.ts';

import { isDone, JournalState } from './jobs-journal-state.svelte.ts';

const run = (runId: string, measuredBytes: JournalRunView['measuredBytes']): JournalRunView => ({
  runId,
  engine: 'engine',
  startedAtMs: 1,
  finishedAtMs: 2,
  promisedBytes: 5,
  promisedExactly: true,
  measuredBytes,
  items: [],
});

it('adds up what was measured, and keeps the list when reading it again fails', async () => {
  let answer: () => Promise<readonly JournalRunView[]> = () =>
    Promise.resolve([run('b', 7), run('a', 'unknown')]);
  const journal = new JournalState({ jobs: { journal: () => answer() } } as never);
  expect(journal.runs).toBeNull();
  await journal.load();
  expect(journal.freedBytes).toBe(7);
  answer = () => Promise.reject(new AppError('store.corrupt'));
  await journal.load();
  expect(journal.error?.code).toBe('store.corrupt');
  expect(journal.runs).toHaveLength(2);
});

it.each([
  ['removed', true],
  ['untagged', true],
  ['gone', true],
  ['blocked', false],
  ['pending', false],
])('an item that is %s: done %s', (outcome, done) => {
  expect(isDone({ outcome })).toBe(done);
});
