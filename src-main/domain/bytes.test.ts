import fc from 'fast-check';
import { expect, test } from 'vitest';

import { formatBytes, splitBytes } from './bytes.ts';
import type { MaybeBytes } from './unknown.ts';

const rows: readonly (readonly [MaybeBytes, string])[] = [
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1234, '1.23 kB'],
  [1235, '1.24 kB'],
  [12_345, '12.3 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [1_230_000, '1.23 MB'],
  [272_222, '272 kB'],
  [4_409_845, '4.41 MB'],
  [1_000_000_000, '1 GB'],
  [12_500_000_000, '12.5 GB'],
  [1_234_000_000_000, '1.23 TB'],
  [1_234_567_000_000_000, '1235 TB'],
  [-1234, '-1.23 kB'],
  ['unknown', 'unknown'],
];

test.each(rows)('%s is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('a value is always below 1000, except for terabytes, and never far from the truth', () => {
  const factors = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
      const { value, unit } = splitBytes(bytes);
      expect(value < 1000 || unit === 'TB').toBe(true);
      expect(value >= 1 || bytes === 0).toBe(true);
      expect(Math.abs(value * factors[unit] - bytes)).toBeLessThanOrEqual(bytes * 0.00501);
    }),
  );
});
