import { beforeEach, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import '../styles/tokens.css';
import '../styles/base.css';

import TooltipSample from './tooltip-sample.svelte';

// It waits on purpose before it shows.
const patience = { timeout: 5_000 };
const bubble = page.getByRole('tooltip');

beforeEach(async () => {
  await render(TooltipSample);
});

it('shows the exact count on hover, and goes with the pointer', async () => {
  await page.getByText('1.23 kB').hover();
  await expect.element(bubble, patience).toHaveTextContent('1,234 bytes');
  await page.getByText('plain').hover();
  await expect.element(bubble, patience).not.toBeInTheDocument();
});

it('shows the name of an icon button that has the keyboard, until Escape', async () => {
  await userEvent.tab();
  await expect.element(bubble, patience).toHaveTextContent('Close it');
  await userEvent.keyboard('{Escape}');
  await expect.element(bubble, patience).not.toBeInTheDocument();
});
