import { expect, expectAccessible, rowOf, test } from './support/ballast.ts';

test('a wrong reference is explained under the word that is wrong, a right one is added', async ({
  page,
  machine,
}) => {
  await machine.open(page);
  await rowOf(page, machine.built.rebuilt)
    .getByRole('button', { name: /Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Add a tag…' }).click();
  const field = page.getByRole('textbox', { name: 'New reference' });
  await field.fill('registry.example/Shop/web:2');
  await expect(page.getByText(/lower.?case/i).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add tag' })).toBeDisabled();
  await expectAccessible(page);
  await field.fill('registry.example:5000/shop/web:2');
  await expect(
    page.getByText(/docker .*tag shop\/web:dev registry\.example:5000\/shop\/web:2/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Add tag' }).click();
  await expect(rowOf(page, 'registry.example:5000/shop/web:2')).toContainText('web:dev');
  expect((await machine.http.send('GET', '/images/registry.example:5000/shop/web:2/json')).status).toBe(200);
});

test('taking a tag from another image is announced first', async ({ page, machine }) => {
  await machine.open(page);
  await rowOf(page, machine.built.rebuilt)
    .getByRole('button', { name: /Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Add a tag…' }).click();
  await page.getByRole('textbox', { name: 'New reference' }).fill('shop/api:1.0');
  await expect(page.getByText(/shop\/api:1\.0 points to .* now and would move here/)).toBeVisible();
  await page.getByRole('button', { name: 'Move tag here' }).click();
  await expect(rowOf(page, 'shop/api:1.0')).toContainText('web:dev');
  await expect(page.getByText('was shop/api:1.0')).toBeVisible();
});

test('one of two tags goes, the image stays', async ({ page, machine }) => {
  const [kept, dropped] = machine.built.twoTags;
  await machine.open(page);
  await rowOf(page, kept)
    .getByRole('button', { name: /Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Remove one tag…' }).click();
  await page.getByRole('radio', { name: dropped }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: `Remove tag ${dropped}` }).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(rowOf(page, kept)).not.toContainText('latest');
  expect((await machine.http.send('GET', `/images/${dropped}/json`)).status).toBe(404);
  expect((await machine.http.send('GET', `/images/${kept}/json`)).status).toBe(200);
});
