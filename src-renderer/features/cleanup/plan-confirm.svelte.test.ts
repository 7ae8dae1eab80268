import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { planWith, sampleRemoval } from '#renderer/state/cleanup-samples.ts';
import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import PlanConfirm from './plan-confirm.svelte';
import { sampleContainer, samplePlan } from './plan-samples.ts';
import { countPlan } from './plan-summary.ts';

async function ask(plan: CleanupPlan, saved = 0): Promise<{ confirmed: number }> {
  const told = { confirmed: 0 };
  await render(PlanConfirm, {
    open: true,
    plan,
    counts: countPlan(plan.remove),
    saved,
    busy: false,
    onconfirm: () => (told.confirmed += 1),
  });
  return told;
}

const dialog = () => page.getByRole('alertdialog');

it('names the count and the bytes, and Enter by habit removes nothing', async () => {
  const told = await ask(samplePlan, 2);
  await expect
    .element(page.getByRole('alertdialog', { name: 'Remove 3 images and free at least 1.23 GB?' }))
    .toBeVisible();
  await expect.element(dialog()).toMatchTextContent(/2 of them exist only on this machine/);
  await expect.element(dialog()).toMatchTextContent(/2 of them are saved to files first/);
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog()).not.toBeInTheDocument();
  expect(told.confirmed).toBe(0);
});

it('names every container that goes first', async () => {
  const containers = [sampleContainer('shop-db-1', 'exited'), sampleContainer('old-import', 'created')];
  const told = await ask({ ...samplePlan, containers });
  await expect.element(dialog()).toMatchTextContent(/These 2 stopped containers are removed first/);
  await expect.element(dialog()).toMatchTextContent(/shop-db-1 stopped · Compose project shop/);
  await expect.element(dialog()).toMatchTextContent(/old-import created, never started/);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  expect(told.confirmed).toBe(1);
});

it('says that the bin frees nothing yet, and what it will', async () => {
  await ask(planWith([sampleRemoval('a', { effect: 'park' })], { freesWhenEmptied: { exact: 7_000_000 } }));
  await expect
    .element(
      page.getByRole('alertdialog', { name: 'Move 1 image to the recycle bin? That frees nothing yet.' }),
    )
    .toBeVisible();
  await expect.element(dialog()).toMatchTextContent(/Emptying the bin later frees exactly 7 MB more/);
  await expect.element(page.getByRole('button', { name: 'Move to the bin' })).toBeVisible();
});
