import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

import { chromiumArguments, chromiumPath } from './test/support/chromium.ts';

// unit: beside the sources and under test/; races: other clients, lost engines and killed processes, too slow for every
// push; component: Svelte in a real Chromium.
export default defineConfig({
  plugins: [svelte()],
  // Icons found in the middle of a cold run would be bundled with a second copy of Svelte.
  optimizeDeps: { exclude: ['@lucide/svelte'] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          setupFiles: ['test/support/seed-properties.ts'],
          include: [
            'src-main/**/*.test.ts',
            'src-renderer/**/*.test.ts',
            'test/{boundaries,contract,unit}/**/*.test.ts',
          ],
          exclude: ['src-renderer/**/*.svelte.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'races',
          environment: 'node',
          include: ['test/races/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'component',
          include: ['src-renderer/**/*.svelte.test.ts'],
          setupFiles: ['src-renderer/i18n/speak-english.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
