import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Page } from 'playwright-core';

import { serve } from '#test/support/serve-ballast.ts';
import { engineHttp } from '#test/live/engines/engine-http.ts';
import { startEngine } from '#test/live/engines/start-engine.ts';
import { loadImages } from '#test/live/images/load-images.ts';
import { chromiumArguments, chromiumPath } from '#test/support/chromium.ts';
import { teamContainers, teamImages } from './team-images.ts';

// Makes the pictures of the README from a real run: node test/screenshots/run.ts [folder]
const folder = process.argv[2] ?? 'docs/screenshots';
const directory = mkdtempSync(join(tmpdir(), 'ballast-screenshots-'));
mkdirSync(folder, { recursive: true });
const engine = await startEngine('docker-28-classic');
const ballast = serve(engine.url, directory);
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
try {
  await loadImages(engine.socketPath, teamImages);
  const http = engineHttp(engine.socketPath);
  for (const { name, image, project } of teamContainers) {
    const labels = project === undefined ? {} : { 'com.docker.compose.project': project };
    await http.call('POST', '/containers/create', {
      query: { name },
      json: { Image: image, Labels: labels },
    });
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
  const page = await context.newPage();
  await page.goto(await ballast.url);
  await page.getByText('acme/').first().waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const screen of ['images', 'layers', 'cleanup'] as const) await take(page, screen, colorScheme);
  }
} finally {
  await browser.close();
  await ballast.stop();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function take(page: Page, screen: string, colorScheme: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/${screen}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (screen === 'cleanup') await page.getByRole('button', { name: /^Unused images/ }).click();
  // Nothing under the pointer: no tooltip in the picture.
  await page.mouse.move(640, 2);
  // Fonts, the first frame of the canvas, and the plan.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${screen}-${colorScheme}.png`) });
}
