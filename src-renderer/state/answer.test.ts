import { expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';

import { Answer } from './answer.svelte.ts';

it('shows the answer to the newest question, whichever comes last', async () => {
  const answer = new Answer<string>();
  const slow = Promise.withResolvers<string>();
  const first = answer.ask(() => slow.promise);
  await answer.ask(() => Promise.resolve('new'));
  slow.resolve('old');
  await first;
  expect([answer.value, answer.isAsking]).toEqual(['new', false]);
});

it('keeps what it knows when a later question fails, and forgets all of it when it is about something else', async () => {
  const answer = new Answer<string>();
  await answer.ask(() => Promise.resolve('known'));
  await answer.ask(() => Promise.reject(new AppError('engine.unreachable')));
  expect([answer.value, answer.error?.code]).toEqual(['known', 'engine.unreachable']);
  const late = Promise.withResolvers<string>();
  const asking = answer.ask(() => late.promise);
  answer.forget();
  late.resolve('about something else');
  await asking;
  expect([answer.value, answer.error, answer.isAsking]).toEqual([null, null, false]);
});
