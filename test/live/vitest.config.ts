import { join } from 'node:path';

import { defineConfig } from 'vitest/config';

// Tests on a real engine, which they start themselves: ENGINE_UNDER_TEST says which kind.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/live/**/*.live.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
