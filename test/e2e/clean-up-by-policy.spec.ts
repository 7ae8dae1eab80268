import {
  bytesAsPromised,
  expect,
  expectAccessible,
  goTo,
  idOf,
  layersSize,
  rowOf,
  runPlan,
  test,
  untick,
} from './support/ballast.ts';

test('a policy of one’s own is seen before it is saved, and keeps its promise', async ({ page, machine }) => {
  const before = await layersSize(machine.http);
  await machine.open(page);
  await goTo(page, 'Clean-up');
  await page.getByRole('tab', { name: 'Policies' }).click();
  await page.getByRole('button', { name: 'New policy' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Before the weekend');
  const addRule = async (title: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByRole('menuitem', { name: title }).click();
  };
  await addRule('Used by no container');
  const preview = page.getByText(/^\d+ images would go$/);
  const unused = (await preview.textContent()) ?? '';
  await addRule('Beyond the newest of its repository');
  await page.getByRole('textbox', { name: 'How many to keep' }).fill('1');
  await expect(preview).not.toHaveText(unused);
  const both = numberIn(await preview.textContent());
  expect(both).toBeGreaterThanOrEqual(2);
  expect(both).toBeLessThan(numberIn(unused));
  await page.getByRole('radio', { name: 'Any of these' }).check();
  await expect(preview).toHaveText(unused);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved the policy Before the weekend').first()).toBeVisible();
  await expectAccessible(page);

  await goTo(page, 'Images');
  await rowOf(page, machine.built.rebuilt)
    .getByRole('button', { name: /Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Pin: always keep it' }).click();
  await expect(page.getByText('shop/web:dev is pinned').first()).toBeVisible();

  await goTo(page, 'Clean-up');
  await page.getByRole('button', { name: /Before the weekend/ }).click();
  await expect(page.getByRole('heading', { name: 'Before the weekend', level: 1 })).toBeVisible();
  const remove = page.getByRole('button', { name: /^Remove \d+ images$/ });
  await expect(remove).toBeEnabled();
  const withoutPinned = numberIn(await remove.textContent());
  expect(withoutPinned).toBeLessThan(numberIn(unused));
  await page.getByText('Stays', { exact: true }).click();
  await page.getByText('Pinned', { exact: true }).click();
  const pinned = page.getByRole('listitem').filter({ hasText: machine.built.rebuilt });
  await expect(pinned.getByText('pin on this image', { exact: true })).toBeVisible();
  await untick(page.getByRole('row').filter({ hasText: 'shop/api:1.0' }));
  await expect.poll(async () => numberIn(await remove.textContent())).toBeLessThan(withoutPinned);
  await expect(remove).toBeEnabled();
  await expectAccessible(page);
  await runPlan(page);

  const promised = await bytesAsPromised(page);
  await expectAccessible(page);
  expect(before - (await layersSize(machine.http))).toBe(promised);
  expect(promised).toBeGreaterThan(0);
  for (const gone of [machine.built.danglingId, 'shop/api:1.1', ...machine.built.twoTags]) {
    expect(await idOf(machine.http, gone), gone).toBeNull();
  }
  for (const kept of [machine.built.rebuilt, 'shop/api:1.0', machine.built.base, machine.built.inUse]) {
    expect(await idOf(machine.http, kept), kept).not.toBeNull();
  }
});

/** The first number of a text. */
function numberIn(text: string | null): number {
  return Number(/\d+/.exec(text ?? '')?.[0]);
}
