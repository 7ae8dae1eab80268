import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { chromiumArguments, chromiumPath } from '#test/support/chromium.ts';

// Draws the icons from icon.svg: `node resources/make-icons.ts`. electron-builder makes .ico and .icns of icon.png.
const here = import.meta.dirname;
const svg = readFileSync(join(here, 'icon.svg'), 'utf8');
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

mkdirSync(join(here, 'icons'), { recursive: true });
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
const page = await browser.newPage();
for (const size of sizes) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  writeFileSync(join(here, 'icons', `${size}x${size}.png`), png);
  if (size === 1024) writeFileSync(join(here, 'icon.png'), png);
}
await browser.close();
