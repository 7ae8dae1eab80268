import { expect, it } from 'vitest';

import { countdown } from './countdown.ts';

it.each([
  [300_000, '5:00'],
  [299_001, '5:00'],
  [299_000, '4:59'],
  [9_000, '0:09'],
  [3_661_000, '1:01:01'],
  [1, '0:01'],
  [0, ''],
  [-5_000, ''],
])('%d ms before it runs: %j', (leftMs, text) => {
  expect(countdown(1_000_000 + leftMs, 1_000_000)).toBe(text);
});
