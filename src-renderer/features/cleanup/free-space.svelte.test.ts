import { beforeEach, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { ScriptedCleanup } from '#renderer/state/cleanup-samples.ts';
import { FreeSpaceState } from '#renderer/state/free-space-state.svelte.ts';
import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import FreeSpace from './free-space.svelte';

let core: ScriptedCleanup;
let space: FreeSpaceState;
let opened: CleanupPlan[];

beforeEach(async () => {
  await page.viewport(1000, 700);
  core = new ScriptedCleanup();
  space = new FreeSpaceState(core.client);
  space.use('unix:///engine');
  opened = [];
  await render(FreeSpace, {
    space,
    most: 40_000_000_000,
    nameOf: (id: ImageId) => `${id}:1`,
    onopen: (plan: CleanupPlan) => opened.push(plan),
  });
});

const slider = () => page.getByRole('slider', { name: 'How much to free, as a slider' });
const field = () => page.getByRole('textbox', { name: 'How much to free' });

it('asks nothing before somebody wishes', async () => {
  await expect.element(page.getByText('Up to 40 GB can come free')).toBeVisible();
  expect(core.asked).toEqual([]);
});

it('plans at every step of the keyboard, and says the wish in words', async () => {
  (slider().element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{End}');
  await expect.element(slider()).toHaveAttribute('aria-valuetext', '40 GB');
  await expect.element(field()).toHaveValue('40');
  await expect.element(page.getByText('Frees exactly')).toBeVisible();
  expect(core.asked.at(-1)).toMatchObject({
    policy: { rules: [{ kind: 'free-bytes', bytes: 40_000_000_000 }] },
  });
});

it('takes a typed amount in the unit that is chosen, and opens its plan', async () => {
  await field().fill('2.5');
  expect(space.wantedBytes).toBe(2_500_000_000);
  await page.getByRole('radio', { name: 'MB' }).click();
  expect(space.wantedBytes).toBe(2_500_000);
  await expect.element(page.getByText('a:1')).toBeVisible();
  await expect.element(page.getByText('3 images')).toBeVisible();
  await page.getByRole('button', { name: 'Review the plan' }).click();
  expect(opened.map(({ fingerprint }) => fingerprint)).toEqual(['rules:abc:2500000']);
});

it('says what is missing, and what is wrong with an amount', async () => {
  await field().fill('1');
  await expect.element(page.getByText(/less than asked: nothing else may go/)).toBeVisible();
  await field().fill('much');
  await expect.element(page.getByText('A number such as 5 or 2.5')).toBeVisible();
  expect(space.wantedBytes).toBe(1_000_000_000);
});
