import { describe, expect, test } from 'vitest';

import { mapBounded } from './bounded.ts';
import { Mutex } from './mutex.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('mapBounded', () => {
  test('never runs more than the limit at once and keeps the order', async () => {
    let running = 0;
    let most = 0;
    const results = await mapBounded([5, 1, 4, 2, 3, 0], 2, async (n) => {
      most = Math.max(most, ++running);
      await tick();
      running--;
      return n * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30, 0]);
    expect(most).toBe(2);
  });

  test('begins nothing more after the first failure', async () => {
    const begun: number[] = [];
    const all = mapBounded([1, 2, 3, 4, 5, 6], 2, async (n) => {
      begun.push(n);
      await tick();
      if (n === 2) throw new Error('broken');
    });
    await expect(all).rejects.toThrow('broken');
    await tick();
    expect(begun.length).toBeLessThanOrEqual(3);
  });
});

describe('Mutex', () => {
  test('runs one task after another, also after a failure', async () => {
    const mutex = new Mutex();
    const log: string[] = [];
    const task = (name: string, fails = false) =>
      mutex.run(async () => {
        log.push(`${name} begins`);
        await tick();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([task('a'), task('b', true), task('c')]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
