import {
  expect,
  expectAccessible,
  goTo,
  idOf,
  layersSize,
  reviewRemoval,
  rowOf,
  runPlan,
  test,
} from './support/ballast.ts';

test('what lies in the recycle bin comes back with all its tags', async ({ page, machine }) => {
  const { twoTags } = machine.built;
  const before = { id: await idOf(machine.http, twoTags[0]), bytes: await layersSize(machine.http) };
  await machine.open(page);
  await reviewRemoval(page, [twoTags[0]]);
  await page.getByRole('checkbox', { name: /recycle bin/ }).check();
  await expect(page.getByRole('button', { name: 'Move 1 image to the bin' })).toBeEnabled();
  await runPlan(page);
  await expect(page.getByRole('heading', { name: '1 image moved to the bin' })).toBeVisible();
  await expectAccessible(page);
  expect(await layersSize(machine.http)).toBe(before.bytes);
  for (const tag of twoTags) expect(await idOf(machine.http, tag), tag).toBeNull();

  await goTo(page, 'Images');
  await expect(rowOf(page, machine.built.rebuilt)).toBeVisible();
  await expect(rowOf(page, twoTags[0])).toHaveCount(0);
  await goTo(page, 'Clean-up');
  await page.getByRole('tab', { name: 'Recycle bin' }).click();
  const parked = page.getByRole('list', { name: 'Images in the recycle bin' }).getByRole('listitem');
  await expect(parked).toHaveCount(1);
  await parked.getByRole('checkbox').check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore 1 image' }).click();
  await expect(page.getByText('Restored 1 image')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The recycle bin is empty' })).toBeVisible();
  await expectAccessible(page);
  for (const tag of twoTags) expect(await idOf(machine.http, tag), tag).toBe(before.id);
});

test('what was saved to files before it went is the same image afterwards', async ({ page, machine }) => {
  const removed = ['shop/api:1.0', machine.built.rebuilt];
  const idsOf = (): Promise<(string | null)[]> => Promise.all(removed.map((tag) => idOf(machine.http, tag)));
  const before = await idsOf();
  expect(before).not.toContain(null);
  await machine.open(page);
  await reviewRemoval(page, removed);
  await page.getByRole('checkbox', { name: /^Save \d+ images to files first/ }).check();
  await runPlan(page);
  await expect(page.getByRole('heading', { name: /freed$/ })).toBeVisible();
  expect(await idsOf()).toEqual([null, null]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: /images are back$/ })).toBeVisible();
  await expectAccessible(page);
  expect(await idsOf()).toEqual(before);
  await goTo(page, 'Images');
  for (const tag of removed) await expect(rowOf(page, tag)).toBeVisible();
});
