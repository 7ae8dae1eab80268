import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { copy } from '../memory-engine/dockerfile-steps.ts';
import { openMemoryEngine } from '../memory-engine/memory-engine.ts';
import { population } from '../memory-engine/population.ts';
import { withTimeout } from './with-timeout.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const content = population().image('app:1', { steps: [copy('app', 10)] });

test('an engine that never answers is a timeout that names the operation', async () => {
  const inner = openMemoryEngine(content);
  inner.faults.add('inspectImage', { kind: 'hang' });
  const call = withTimeout(inner, { inspectImage: 1_000 }).inspectImage('app:1');
  const expectation = expect(call).rejects.toMatchObject({
    code: 'engine.timeout',
    subject: 'app:1',
    detail: 'inspectImage took longer than 1000 ms',
  });
  await vi.advanceTimersByTimeAsync(1_000);
  await expectation;
});

test('an engine that ignores the signal is a timeout as well', async () => {
  const inner = openMemoryEngine(content);
  const deaf = { ...inner, ping: () => new Promise<void>(() => undefined) };
  const expectation = expect(withTimeout(deaf, { ping: 50 }).ping()).rejects.toMatchObject({
    code: 'engine.timeout',
  });
  await vi.advanceTimersByTimeAsync(50);
  await expectation;
});

test('the call under it is aborted', async () => {
  const inner = openMemoryEngine(content);
  let seen: AbortSignal | undefined;
  const watched = {
    ...inner,
    ping: (signal?: AbortSignal) => {
      seen = signal;
      return new Promise<void>(() => undefined);
    },
  };
  const expectation = expect(withTimeout(watched, { ping: 50 }).ping()).rejects.toMatchObject({
    code: 'engine.timeout',
  });
  expect(seen?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(50);
  await expectation;
  expect(seen?.aborted).toBe(true);
});

test('a call in time leaves no timer, an own signal still cancels, no deadline means none', async () => {
  const inner = openMemoryEngine(content);
  const engine = withTimeout(inner, { ping: 50, totals: 50 });
  await engine.ping();
  expect(vi.getTimerCount()).toBe(0);
  inner.faults.add('totals', { kind: 'hang' });
  const abort = new AbortController();
  const cancelled = expect(engine.totals(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  abort.abort();
  await cancelled;
  await expect(engine.listImages()).resolves.toBeDefined();
  expect(vi.getTimerCount()).toBe(0);
});
