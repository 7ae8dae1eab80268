import { expect, expectAccessible, test } from './support/ballast.ts';

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
