import { expect, it } from 'vitest';

import type { JournalRunView } from '#main/contract/views/journal-view.ts';
import { AppError } from '#main/domain/app-error.ts';

import { isDone, JournalState } from './jobs-journal-state.svelte.ts';

const run = (
  runId: string,
  measuredBytes: JournalRunView['measuredBytes'],
  changes: Partial<JournalRunView> = {},
): JournalRunView => ({
  runId,
  engine: 'engine',
  endpoint: 'unix:///engine',
  kind: 'clean-up',
  trigger: 'person',
  policyName: '',
  state: 'succeeded',
  follows: null,
  startedAtMs: 1,
  finishedAtMs: 2,
  promisedBytes: 5,
  promisedExactly: true,
  measuredBytes,
  undoable: 0,
  resumable: 0,
  items: [],
  ...changes,
});

it('adds up what was measured, and keeps the list when reading it again fails', async () => {
  let answer: () => Promise<readonly JournalRunView[]> = () =>
    Promise.resolve([run('c', 3, { kind: 'undo' }), run('b', 7), run('a', 'unknown')]);
  const journal = new JournalState({ jobs: { journal: () => answer() } } as never);
  expect(journal.runs).toBeNull();
  await journal.load();
  expect(journal.freedBytes).toBe(7);
  answer = () => Promise.reject(new AppError('store.corrupt'));
  await journal.load();
  expect(journal.error?.code).toBe('store.corrupt');
  expect(journal.runs).toHaveLength(3);
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

it('asks for the run it belongs to, and keeps the reason of a refusal beside that run', async () => {
  const asked: unknown[] = [];
  let refusal: AppError | null = null;
  const say = (what: string) => (input: unknown) => {
    asked.push([what, input]);
    return refusal === null ? Promise.resolve({ jobId: 'job' }) : Promise.reject(refusal);
  };
  const cleanup = { undo: say('undo'), resume: say('resume'), dismiss: say('dismiss') };
  const jobs = { journal: () => Promise.resolve([run('a', 1)]) };
  const journal = new JournalState({ jobs, cleanup } as never);
  const undoing = journal.undo(run('a', 1));
  expect(journal.isBusy('a')).toBe(true);
  expect(await undoing).toBe(true);
  refusal = new AppError('engine.unreachable');
  expect(await journal.resume(run('b', 1))).toBe(false);
  expect([journal.requestErrorOf('a'), journal.requestErrorOf('b')?.code, journal.isBusy('b')]).toEqual([
    null,
    'engine.unreachable',
    false,
  ]);
  refusal = null;
  await journal.dismiss(run('b', 1));
  expect([journal.requestErrorOf('b'), journal.runs?.length]).toEqual([null, 1]);
  expect(asked).toEqual(
    [
      ['undo', 'a'],
      ['resume', 'b'],
      ['dismiss', 'b'],
    ].map(([what, runId]) => [what, { endpoint: 'unix:///engine', runId }]),
  );
});
