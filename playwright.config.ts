import { defineConfig } from '@playwright/test';

import { chromiumArguments, chromiumPath } from './test/support/chromium.ts';

// One worker: the tests share real engines and watch each other's changes otherwise.
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['line'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ?? 'test-results/e2e.json' }],
  ],
  use: {
    headless: true,
    locale: 'en-US',
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments] },
    trace: 'retain-on-failure',
  },
});
