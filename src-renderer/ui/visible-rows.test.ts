import { describe, expect, it } from 'vitest';

import { rowHeight, scrollToReveal, slotCount, visibleRows } from './visible-rows.ts';

describe('visibleRows', () => {
  it.each([
    [0, 320, 10_000, { start: 0, end: 16 }],
    [3_200, 320, 10_000, { start: 94, end: 116 }],
    [320_000, 320, 10_000, { start: 9_994, end: 10_000 }],
    [999_999, 320, 10, { start: 9, end: 10 }],
    [0, 320, 0, { start: 0, end: 0 }],
  ])('at %d with %d of %d rows: %j', (scrollTop, height, count, range) => {
    expect(visibleRows(scrollTop, height, count)).toEqual(range);
  });

  it('draws a bounded number of rows wherever it is', () => {
    for (let top = 0; top < 320_000; top += 777) {
      const { start, end } = visibleRows(top, 640, 10_000);
      expect(end - start).toBeLessThanOrEqual(slotCount(640));
      expect(start * rowHeight).toBeLessThanOrEqual(top);
    }
  });
});

it.each([
  [0, 500, 0],
  [20, 0, 20 * 32 + 32 - 320],
  [5, 100, 100],
  [3, 200, 96],
])('row %d from %d scrolls to %d', (index, from, to) => expect(scrollToReveal(index, from, 320)).toBe(to));
