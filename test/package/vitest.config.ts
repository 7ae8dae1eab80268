import { join } from 'node:path';

import { defineConfig } from 'vitest/config';

// What is shipped: the packed app, and the built main process and preload over a stand-in for Electron. Part of
// `npm run verify`, after the build.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    environment: 'node',
    globalSetup: ['test/package/build-once.ts'],
    include: ['test/package/**/*.test.ts', 'test/electron-stand-in/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
