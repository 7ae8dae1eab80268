import { expect, expectAccessible, goTo, rowOf, test } from './support/ballast.ts';

test('layers: each once, by whom they are held, and the engine agrees to the byte', async ({
  page,
  machine,
}) => {
  await machine.open(page);
  await goTo(page, 'Layers');
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: /\d images/ })
      .first(),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Check against the engine' }).click();
  await expect(page.getByText(/Both agree to the byte/)).toBeVisible();
});

test('an image: its reference in parts, its steps beside its layers, who shares them', async ({
  page,
  machine,
}) => {
  await machine.open(page);
  await rowOf(page, 'shop/api:1.1').getByRole('link').click();
  await expect(page.getByText('docker.io').first()).toBeVisible();
  await expect(page.getByText(/COPY/).first()).toBeVisible();
  await expect(page.getByText('settings only').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: /Shared with/ }).click();
  await expect(page.getByText(/common layers?/).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Configuration' }).click();
  await expect(page.getByText('8080/tcp')).toBeVisible();
  await expectAccessible(page);
});
