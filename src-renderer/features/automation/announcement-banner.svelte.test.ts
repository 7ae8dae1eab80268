import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';

import type { AnnouncementView } from '#main/contract/views/automation-view.ts';
import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import AnnouncementBanner from './announcement-banner.svelte';

const announcement: AnnouncementView = {
  id: 'a',
  endpoint: 'unix:///engine',
  policyName: 'Fridays',
  cause: 'disk-fuller',
  imageCount: 2,
  frees: { exact: 1_500_000_000 },
  announcedAtMs: 0,
  runsAtMs: Date.UTC(2100, 0, 1),
  park: false,
  plan: {} as never,
};

async function show(changes: Partial<AnnouncementView> = {}): Promise<string[]> {
  const told: string[] = [];
  await render(AnnouncementBanner, {
    announcement: { ...announcement, ...changes },
    isAnswered: false,
    hasFailed: false,
    onshown: (text: string) => told.push(text),
    onsee: () => told.push('see'),
    oncancel: () => told.push('cancel'),
    onrun: () => told.push('run'),
  });
  return told;
}

const banner = page.getByRole('region', { name: 'Automatic clean-up' });

it('says once what will go, why and when, and shows the countdown to the eyes only', async () => {
  const told = await show();
  await expect.element(banner).toBeVisible();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/“Fridays” will remove 2 images and free exactly 1.5 GB\. It runs at .*2100/);
  await expect.element(page.getByText('The disk is fuller than you set.')).toBeVisible();
  const countdown = [...document.querySelectorAll('[aria-hidden="true"]')].find((element) =>
    element.textContent.startsWith('in '),
  );
  expect(countdown?.closest('[role="status"], [aria-live]')).toBe(null);
});

it('can be looked at, stopped and run', async () => {
  const told = await show();
  for (const name of ['What would go', 'Do not run', 'Run now'])
    await page.getByRole('button', { name }).click();
  expect(told.slice(1)).toEqual(['see', 'cancel', 'run']);
});

it('only tells when nothing runs by itself', async () => {
  const told = await show({ runsAtMs: null });
  expect(told[0]).toMatch(/would remove/);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(told.at(-1)).toBe('cancel');
});
