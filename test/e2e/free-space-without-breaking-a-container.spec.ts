import { readFileSync } from 'node:fs';

import { expect, expectAccessible, goTo, layersSize, rowOf, test, tick } from './support/ballast.ts';

for (const kind of ['docker-20', 'docker-28-classic', 'docker-28-containerd'] as const) {
  test.describe(kind, () => {
    test.use({ kind });

    test('a newcomer makes the disk smaller by what was promised', async ({ page, machine }) => {
      const before = await layersSize(machine.http);
      await machine.open(page);
      await expect(rowOf(page, 'shop/api:1.0')).toBeVisible();
      await goTo(page, 'Clean-up');
      await page.getByRole('button', { name: /Dangling images/ }).click();
      await expect(page.getByRole('heading', { name: 'Dangling images', level: 1 })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: /^Remove \d+ images?$/ }).click();
      const dialog = page.getByRole('alertdialog');
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
      await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(page.getByRole('heading', { name: /freed$/ })).toBeVisible();
      const verdict = page.getByText(/^(Exactly as promised: [\d,]+ bytes|At least what was promised)\.$/);
      await expect(verdict).toBeVisible();
      await expectAccessible(page);

      const freed = before - (await layersSize(machine.http));
      expect(freed).toBeGreaterThan(0);
      if (kind !== 'docker-28-containerd') expect(bytesIn(await verdict.textContent())).toBe(freed);
      const missing = await machine.http.send('GET', `/images/${machine.built.danglingId}/json`);
      expect(missing.status).toBe(404);
      for (const tag of [...machine.built.versions, machine.built.rebuilt, machine.built.inUse]) {
        expect((await machine.http.send('GET', `/images/${tag}/json`)).status, tag).toBe(200);
      }

      await goTo(page, 'Activity');
      await page
        .getByText(/1 item done|items done/)
        .first()
        .click();
      await expectAccessible(page);
    });

    test('the image of a stopped container cannot go, and the container is named', async ({
      page,
      machine,
    }) => {
      await machine.open(page);
      const row = rowOf(page, machine.built.inUse);
      await expect(row).toContainText(machine.built.stoppedContainer.name);
      await tick(row);
      await expect(page.getByText(/1 of them is in use and will stay/)).toBeVisible();
      await expect(page.getByRole('button', { name: 'Review removal' })).toBeDisabled();
      await row.getByRole('link').click();
      await page.getByRole('tab', { name: /Used by/ }).click();
      await expect(page.getByText(machine.built.stoppedContainer.name).first()).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('what the bar promises is what the plan promises and what the disk then shows', async ({
  page,
  machine,
}) => {
  const before = await layersSize(machine.http);
  await machine.open(page);
  await page.getByRole('textbox', { name: 'Filter images' }).fill('shop/api:1.0');
  await tick(rowOf(page, 'shop/api:1.0'));
  const bar = page.getByRole('region', { name: '1 selected' });
  const promised = /frees exactly ([\d.]+ \w+)/.exec((await bar.textContent()) ?? '')?.[1];
  expect(promised).toBeDefined();
  await bar.getByRole('button', { name: 'Review removal' }).click();
  await expect(page.getByText(promised ?? '').first()).toBeVisible();
  await page.getByRole('button', { name: /^Remove \d+ images?$/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
  const verdict = page.getByText(/^Exactly as promised: /);
  const freed = bytesIn(await verdict.textContent());
  await page.getByRole('button', { name: 'Back to suggestions' }).click();
  await goTo(page, 'Images');
  await expect(rowOf(page, 'shop/api:1.0')).toHaveCount(0);
  expect(before - (await layersSize(machine.http))).toBe(freed);
});

/** The exact bytes a result names. */
function bytesIn(verdict: string | null): number {
  return Number(/([\d,]+) bytes/.exec(verdict ?? '')?.[1]?.replaceAll(',', ''));
}

test('a plan that somebody else made stale removes nothing', async ({ page, machine }) => {
  await machine.open(page);
  await goTo(page, 'Clean-up');
  await page.getByRole('button', { name: /Dangling images/ }).click();
  await expect(page.getByRole('button', { name: /^Remove \d+ images?$/ })).toBeVisible();
  await machine.http.call('POST', `/images/${machine.built.danglingId}/tag`, {
    query: { repo: 'rescued', tag: '1' },
  });
  await page.getByRole('button', { name: /^Remove \d+ images?$/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(
    page.getByRole('heading', { name: 'Something changed since you saw this plan' }),
  ).toBeVisible();
  await expect(page.getByText(/has got the tag rescued:1/)).toBeVisible();
  expect((await machine.http.send('GET', '/images/rescued:1/json')).status).toBe(200);
});

test('what was removed stands in the state file', async ({ page, machine }) => {
  await machine.open(page);
  await goTo(page, 'Settings');
  await expectAccessible(page);
  const folder = await page
    .getByText(/ballast-e2e-/)
    .first()
    .textContent();
  expect(
    readFileSync(`${folder?.trim() ?? ''}/ballast.sqlite`)
      .subarray(0, 15)
      .toString(),
  ).toBe('SQLite format 3');
});
