import {
  bytesAsPromised,
  expect,
  expectAccessible,
  goTo,
  idOf,
  layersSize,
  runPlan,
  test,
} from './support/ballast.ts';

test('a stopped container is named, and goes with its image only when asked for', async ({
  page,
  machine,
}) => {
  const { inUse, stoppedContainer } = machine.built;
  const before = await layersSize(machine.http);
  await machine.open(page);
  await goTo(page, 'Clean-up');
  await page.getByRole('button', { name: /^Unused images/ }).click();
  const blocked = page.getByRole('region', { name: '1 image stays because of its containers' });
  await expect(blocked).toContainText(stoppedContainer.name);
  await expect(blocked).toContainText('stopped');
  await expect(page.getByRole('row').filter({ hasText: inUse })).toHaveCount(0);
  await expectAccessible(page);

  await blocked.getByRole('button', { name: 'Also remove 1 stopped container' }).click();
  const first = page.getByRole('region', { name: '1 stopped container goes first' });
  await expect(first).toContainText(stoppedContainer.name);
  await expect(page.getByRole('row').filter({ hasText: inUse })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Remove \d+ images$/ })).toBeEnabled();
  await expectAccessible(page);
  expect((await machine.http.send('GET', `/containers/${stoppedContainer.id}/json`)).status).toBe(200);

  await page.getByRole('button', { name: /^Remove \d+ images$/ }).click();
  await expect(page.getByRole('alertdialog')).toContainText(stoppedContainer.name);
  await expectAccessible(page);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await runPlan(page);
  const promised = await bytesAsPromised(page);
  expect(before - (await layersSize(machine.http))).toBe(promised);
  expect(await idOf(machine.http, inUse)).toBeNull();
  expect((await machine.http.send('GET', `/containers/${stoppedContainer.id}/json`)).status).toBe(404);
});
