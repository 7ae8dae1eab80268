import { expect, test } from 'vitest';

import { copy } from '../memory-engine/dockerfile-steps.ts';
import { openMemoryEngine } from '../memory-engine/memory-engine.ts';
import { population } from '../memory-engine/population.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { withLimit } from './with-limit.ts';

/** An engine whose inspects and histories wait until they are let go, one by one. */
function held(): { engine: Engine; running: () => number; most: () => number; letGo: () => void } {
  const waiting: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const engine = openMemoryEngine(population().image('app:1', { steps: [copy('app', 10)] }), {
    latency: (operation) => (operation === 'inspectImage' || operation === 'imageHistory' ? 1 : 0),
    sleep: async () => {
      most = Math.max(most, (running += 1));
      await new Promise<void>((resolve) => waiting.push(resolve));
      running -= 1;
    },
  });
  return { engine, running: () => running, most: () => most, letGo: () => waiting.shift()?.() };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('no more than the limit run at once, and all of them run', async () => {
  const { engine, running, most, letGo } = held();
  const limited = withLimit(engine, 2);
  const calls = [1, 2, 3, 4, 5].map((n) =>
    n % 2 === 0 ? limited.inspectImage('app:1') : limited.imageHistory('app:1'),
  );
  for (let left = 5; left > 0; left -= 1) {
    await turn();
    expect(running()).toBe(Math.min(2, left));
    letGo();
  }
  await expect(Promise.all(calls)).resolves.toHaveLength(5);
  expect(most()).toBe(2);
});

test('a list does not wait behind inspects', async () => {
  const { engine, letGo } = held();
  const limited = withLimit(engine, 1);
  const inspected = limited.inspectImage('app:1');
  await expect(limited.listImages()).resolves.toMatchObject({ skipped: [] });
  letGo();
  await inspected;
});

test('a failed call gives its turn back', async () => {
  const limited = withLimit(openMemoryEngine(), 1);
  for (const name of ['a:1', 'b:1', 'c:1']) {
    await expect(limited.inspectImage(name)).rejects.toMatchObject({ code: 'engine.not-found' });
  }
});

test('a call that is cancelled while it waits leaves the queue', async () => {
  const { engine, running, letGo } = held();
  const limited = withLimit(engine, 1);
  const abort = new AbortController();
  const first = limited.inspectImage('app:1');
  const second = limited.inspectImage('app:1', {}, abort.signal);
  const third = limited.inspectImage('app:1');
  await turn();
  abort.abort();
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  letGo();
  await first;
  await turn();
  expect(running()).toBe(1);
  letGo();
  await expect(third).resolves.toBeDefined();
});
