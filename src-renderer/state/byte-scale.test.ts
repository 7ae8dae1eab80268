import { describe, expect, it } from 'vitest';

import { bytesAtStep, parseWish, scaleSteps, stepOfBytes, unitFor, wishText } from './byte-scale.ts';

describe('the slider', () => {
  it.each([3, 999, 47_100_000, 110_000_000_000])('goes from nothing to all of %d, and never back', (most) => {
    const all = Array.from({ length: scaleSteps + 1 }, (_, step) => bytesAtStep(step, most));
    expect([all[0], all.at(-1)]).toEqual([0, most]);
    expect(all.every((bytes, step) => bytes >= (all[step - 1] ?? 0) && bytes <= most)).toBe(true);
  });

  it('comes back to the step it was put on', () => {
    for (let step = 20; step <= scaleSteps; step += 1)
      expect(Math.abs(stepOfBytes(bytesAtStep(step, 47_100_000_000), 47_100_000_000) - step)).toBeLessThan(4);
  });

  it('stays where it is when nothing can come free', () => {
    expect([bytesAtStep(50, 0), stepOfBytes(5, 0), stepOfBytes(50, 10)]).toEqual([0, 0, scaleSteps]);
  });
});

describe('the field', () => {
  it.each([
    ['5', 'GB', 5_000_000_000],
    ['2.5', 'GB', 2_500_000_000],
    ['2,5', 'MB', 2_500_000],
    [' .5 ', 'MB', 500_000],
    ['0', 'GB', 0],
  ] as const)('reads "%s" %s', (text, unit, bytes) => expect(parseWish(text, unit)).toBe(bytes));

  it.each(['', '-1', 'much', '1e9', '1.2.3', '9999999999'])('refuses "%s"', (text) =>
    expect(parseWish(text, 'GB')).toBeNull(),
  );

  it.each([
    [0, 'GB', ''],
    [1_230_000_000, 'GB', '1.23'],
    [1_234_567_890, 'GB', '1.235'],
    [640_000, 'MB', '0.64'],
  ] as const)('shows %d', (bytes, unit, text) => expect(wishText(bytes, unit)).toBe(text));

  it('takes the unit that is read best', () => {
    expect([unitFor(999_000_000), unitFor(1_000_000_000)]).toEqual(['MB', 'GB']);
  });
});
