import { describe, expect, test } from 'vitest';

import { Broadcast } from './broadcast.ts';

describe('Broadcast', () => {
  test('hands over the first values, then what is sent, and ends on abort', async () => {
    const abort = new AbortController();
    const broadcast = new Broadcast<number>();
    const heard: number[] = [];
    const listening = (async () => {
      for await (const value of broadcast.listen([1], abort.signal, String)) {
        heard.push(value);
        if (value === 3) abort.abort();
      }
    })();
    await Promise.resolve();
    broadcast.send(2);
    broadcast.send(3);
    await listening;
    expect(heard).toEqual([1, 2, 3]);
  });

  test('a slow listener gets the newest of each key only', async () => {
    const abort = new AbortController();
    const broadcast = new Broadcast<{ key: string; n: number }>();
    const values = broadcast.listen([], abort.signal, (value) => value.key);
    for (let n = 0; n < 1000; n++) broadcast.send({ key: n % 2 === 0 ? 'even' : 'odd', n });
    expect((await values.next()).value).toEqual({ key: 'even', n: 998 });
    expect((await values.next()).value).toEqual({ key: 'odd', n: 999 });
    abort.abort();
    expect((await values.next()).done).toBe(true);
  });

  test('tells when the first listener comes and the last one goes', () => {
    const log: string[] = [];
    const broadcast = new Broadcast<number>({
      onFirst: () => log.push('first'),
      onLast: () => log.push('last'),
    });
    const a = new AbortController();
    const b = new AbortController();
    broadcast.listen([], a.signal);
    broadcast.listen([], b.signal);
    a.abort();
    expect(log).toEqual(['first']);
    b.abort();
    expect(log).toEqual(['first', 'last']);
    expect(broadcast.listenerCount).toBe(0);
  });

  test('a listener that leaves the loop is forgotten', async () => {
    const broadcast = new Broadcast<number>();
    for await (const value of broadcast.listen([7], new AbortController().signal)) {
      expect(value).toBe(7);
      break;
    }
    expect(broadcast.listenerCount).toBe(0);
  });

  test('a signal that was aborted before counts for nothing', async () => {
    const log: string[] = [];
    const broadcast = new Broadcast<number>({ onFirst: () => log.push('first') });
    const values = broadcast.listen([1], AbortSignal.abort());
    expect((await values.next()).done).toBe(true);
    expect(log).toEqual([]);
  });
});
