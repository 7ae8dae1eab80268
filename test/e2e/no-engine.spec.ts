import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { serve } from '#test/support/serve-ballast.ts';
import { expectAccessible } from './support/ballast.ts';

test('without an engine: what was tried, what to do, and a demo that says it is one', async ({ page }) => {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-e2e-'));
  const socket = join(directory, 'nobody.sock');
  const ballast = serve(`unix://${socket}`, directory);
  try {
    await page.goto(await ballast.url);
    await expect(page.getByText('No container engine answered')).toBeVisible();
    await expect(page.getByText(socket).first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Open the demo engine' }).click();
    await expect(page.getByText(/these images are made up/)).toBeVisible();
    await expect(page.getByRole('row').nth(3)).toBeVisible();
    await expectAccessible(page);
  } finally {
    await ballast.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
