import { afterEach, describe, expect, it } from 'vitest';

import { format } from './format.svelte.ts';
import { locale } from './locale.svelte.ts';
import './speak-english.ts';

afterEach(() => locale.use('en'));

describe('bytes', () => {
  it.each([
    [0, '0', 'B', '0 bytes', '0 B'],
    [1, '1', 'B', '1 byte', '1 B'],
    [999, '999', 'B', '999 bytes', '999 B'],
    [2_000, '2.00', 'kB', '2,000 bytes', '2 kB'],
    [1_234_567, '1.23', 'MB', '1,234,567 bytes', '1.23 MB'],
    [45_600_000_000, '45.6', 'GB', '45,600,000,000 bytes', '45.6 GB'],
    [1_234_000_000_000_000, '1,234', 'TB', '1,234,000,000,000,000 bytes', '1,234 TB'],
  ])('%d', (n, ...parts) => expect(Object.values(format.bytes(n))).toEqual(parts));

  it('says so when nobody knows', async () => {
    expect(format.bytes('unknown').text).toBe('unknown');
    await locale.use('ja');
    expect(format.bytes('unknown').text).toBe('不明');
  });

  it('says how sure a promise is', () => {
    expect([format.bound({ exact: 2_000 }), format.bound({ atLeast: 2_000 })]).toEqual([
      'exactly 2 kB',
      'at least 2 kB',
    ]);
  });
});

describe('time', () => {
  const nowMs = Date.UTC(2026, 0, 31);
  const dayMs = 86_400_000;

  it.each([
    [0, 'now'],
    [90_000, '1 minute ago'],
    [dayMs, 'yesterday'],
    [8 * dayMs, 'last week'],
    [65 * dayMs, '2 months ago'],
    [-2 * dayMs, 'in 2 days'],
  ])('%d ms ago is %s', (ageMs, text) => expect(format.ago(nowMs - ageMs, nowMs)).toBe(text));

  it('follows the language', async () => {
    await locale.use('ja');
    expect(format.ago(nowMs - dayMs, nowMs)).toBe('昨日');
  });
});
