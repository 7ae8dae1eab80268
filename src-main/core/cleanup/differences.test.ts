import { describe, expect, test } from 'vitest';

import { differenceOf } from './differences.ts';

const rows = [
  ['what was promised', { exact: 10 }, 10, ['removed'], null],
  ['a number that is not known', { exact: 10 }, 'unknown', ['removed'], null],
  ['a number that is not known of something left', { exact: 10 }, 'unknown', ['blocked'], null],
  ['more than a lower bound', { atLeast: 10 }, 12, ['removed'], 'was-lower-bound'],
  ['more than an exact promise', { exact: 10 }, 12, ['removed'], 'somebody-else-removed-it'],
  ['less, and it is gone', { exact: 10 }, 4, ['untagged', 'removed'], 'still-held'],
  ['less than a lower bound', { atLeast: 10 }, 4, ['removed'], 'still-held'],
  ['nothing, and it was left', { exact: 10 }, 0, ['untagged', 'blocked'], 'not-removed'],
  ['nothing, and it failed', { exact: 10 }, 0, ['failed'], 'not-removed'],
  ['nothing, and it was not begun', { exact: 10 }, 0, ['skipped'], 'not-removed'],
  ['nothing, and somebody was quicker', { exact: 10 }, 0, ['gone'], 'somebody-else-removed-it'],
  ['nothing of nothing', { exact: 0 }, 0, ['blocked'], null],
] as const;

describe('differenceOf', () => {
  for (const [name, promised, measuredBytes, outcomes, expected] of rows) {
    test(name, () => expect(differenceOf({ promised, measuredBytes, outcomes })).toBe(expected));
  }
});
