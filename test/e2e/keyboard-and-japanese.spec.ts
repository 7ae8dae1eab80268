import type { Locator, Page } from '@playwright/test';

import { expect, expectAccessible, idOf, test, walkTo } from './support/ballast.ts';

test('the whole way by keyboard alone', async ({ page, machine }) => {
  await machine.open(page);
  await page.keyboard.press('/');
  await page.keyboard.type('is:dangling');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: '1 selected' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('dangling');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Dangling images', level: 1 })).toBeVisible();
  const remove = page.getByRole('button', { name: /^Remove \d+ images?$/ });
  for (
    let presses = 0;
    presses < 40 && !(await remove.evaluate((node) => node === document.activeElement));
    presses++
  ) {
    await page.keyboard.press('Tab');
  }
  await expect(remove).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(remove).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /freed$/ })).toBeVisible();
  expect((await machine.http.send('GET', `/images/${machine.built.danglingId}/json`)).status).toBe(404);
});

test('a clean-up and its way back by keyboard alone', async ({ page, machine }) => {
  const { built, http } = machine;
  const before = await idOf(http, built.rebuilt);
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  await machine.open(page);
  await walkTo(page, page.getByRole('link', { name: 'Clean-up', exact: true }));
  await page.keyboard.press('Enter');
  await walkTo(page, button(/^Unused images/));
  await page.keyboard.press('Enter');
  const remove = button(/^Remove \d+ images$/);
  await expect(remove).toBeEnabled();
  const all = await remove.textContent();

  // The grid has the focus, arrows move in it: the first row is the head of a group, the second one an image.
  const grid = page.getByRole('grid', { name: 'Goes' });
  await walkTo(page, grid);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(grid.getByText('Stays: you left it out')).toBeVisible();
  await expect(remove).toBeEnabled();
  await expect(remove).not.toHaveText(all ?? '');
  await page.keyboard.press('Space');
  await expect(remove).toHaveText(all ?? '');

  await page.keyboard.press('Shift+Tab');
  await walkBackTo(page, page.getByRole('checkbox', { name: 'Move to the recycle bin instead of removing' }));
  await page.keyboard.press('Space');
  const move = button(/^(Move|Remove) \d+ images?/);
  await expect(move).toBeEnabled();
  await walkBackTo(page, move);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await walkTo(page, button('Undo'));
  expect(await idOf(http, built.rebuilt)).toBeNull();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: / (?:is|are) back$|could be got back$/ })).toBeVisible();
  expect(await idOf(http, built.rebuilt)).toBe(before);
});

/** Presses Shift+Tab until this has the focus. */
async function walkBackTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Shift+Tab');
  }
  await expect(target).toBeFocused();
}

test.describe('in Japanese', () => {
  test.use({ locale: 'ja-JP' });

  test('every screen speaks it, without a violation', async ({ page, machine }) => {
    await machine.open(page);
    await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
    for (const screen of ['images', 'layers', 'cleanup', 'activity', 'settings']) {
      await page.goto(`${new URL(page.url()).origin}/#/${screen}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/[ぁ-んァ-ヶ一-龠]/);
      await expectAccessible(page);
    }
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 400, height: 800 } });

    test('narrow and in this theme, no screen has a violation or scrolls sideways', async ({
      page,
      machine,
    }) => {
      await machine.open(page);
      for (const screen of ['images', 'layers', 'cleanup', 'activity', 'settings']) {
        await page.goto(`${new URL(page.url()).origin}/#/${screen}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, screen).toBeLessThanOrEqual(0);
      }
    });
  });
}
