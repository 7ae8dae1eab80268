import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Locator, type Page } from '@playwright/test';

import type { EngineKind } from '#test/live/engines/engine-kind.ts';
import { engineHttp, type EngineHttp } from '#test/live/engines/engine-http.ts';
import { startEngine, type TestEngine } from '#test/live/engines/start-engine.ts';
import { buildImages, type BuiltImages } from '#test/live/images/build-images.ts';
import { serve } from '#test/support/serve-ballast.ts';

/** A real engine with a small team's images, and Ballast serving it to a browser. */
export interface Machine {
  readonly engine: TestEngine;
  readonly built: BuiltImages;
  /** The engine's own API, for looking behind Ballast's back and for being somebody else. */
  readonly http: EngineHttp;
  /** Opens Ballast with the link a person gets; the link works once. */
  open(page: Page): Promise<void>;
}

interface Options {
  readonly kind: EngineKind;
}

/** A test with a machine of its own, so that each may remove what it likes. */
export const test = base.extend<Options & { machine: Machine }>({
  kind: ['docker-28-classic', { option: true }],
  machine: async ({ kind }, use) => {
    const engine = await startEngine(kind);
    const directory = mkdtempSync(join(tmpdir(), 'ballast-e2e-'));
    const ballast = serve(engine.url, directory);
    try {
      const built = await buildImages(engine.socketPath);
      const url = await ballast.url;
      const open = async (page: Page): Promise<void> => {
        await page.goto(url);
        await expect(page.getByRole('heading', { name: /^(Images|イメージ)/, level: 1 })).toBeVisible();
      };
      await use({ engine, built, http: engineHttp(engine.socketPath), open });
    } finally {
      await ballast.stop();
      await engine.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  },
});

export { expect } from '@playwright/test';

/** Goes to a screen by the rail. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).click();
  await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
}

/** The row of the Images table that has this name: its first tag, or what an untagged one was called. */
export function rowOf(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** Ticks a row where a person clicks: anywhere in the cell of the box. */
export async function tick(row: Locator): Promise<void> {
  await row.getByRole('gridcell', { name: 'Select row' }).click();
  await expect(row.getByRole('checkbox')).toBeChecked();
}

/** Takes the tick out of a row. */
export async function untick(row: Locator): Promise<void> {
  await row.getByRole('gridcell', { name: 'Select row' }).click();
  await expect(row.getByRole('checkbox')).not.toBeChecked();
}

/** The plan of a removal of these rows of the Images screen. */
export async function reviewRemoval(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) await tick(rowOf(page, name));
  await page.getByRole('button', { name: 'Review removal' }).click();
  await expect(page.getByRole('button', { name: /^Remove \d+ images?$/ })).toBeEnabled();
}

/** Starts the plan on the screen and answers the question before it. */
export async function runPlan(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Remove|Move) \d+ images?/ }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^(Remove|Move to the bin)$/ })
    .click();
}

/** The exact bytes that the result of a run names as promised and measured. */
export async function bytesAsPromised(page: Page): Promise<number> {
  const verdict = await page.getByText(/^Exactly as promised: [\d,]+ bytes\.$/).textContent();
  return Number(/([\d,]+) bytes/.exec(verdict ?? '')?.[1]?.replaceAll(',', ''));
}

/** The ID behind a reference, as the engine says; null when it has none. */
export async function idOf(http: EngineHttp, reference: string): Promise<string | null> {
  const { status, text } = await http.send('GET', `/images/${reference}/json`);
  return status === 200 ? (JSON.parse(text) as { Id: string }).Id : null;
}

/** Presses Tab until this has the focus. */
export async function walkTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

/** No violation of WCAG 2.2 AA, as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  // Nothing under the pointer: a tooltip lies over everything, outside of every landmark.
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual(
    [],
  );
}

/** Bytes the engine counts for its layers, each once. */
export async function layersSize(http: EngineHttp): Promise<number> {
  const { LayersSize: bytes } = await http.call<{ LayersSize: number }>('GET', '/system/df');
  return bytes;
}
