import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import '../styles/tokens.css';
import '../styles/base.css';

import DialogSample from './dialog-sample.svelte';

let told: string[];
const question = page.getByRole('alertdialog', { name: 'Remove 3 images and free 1.23 GB?' });
const menu = page.getByRole('menu', { name: 'Things' });
const focused = (): string | undefined => document.activeElement?.textContent.trim();

beforeEach(async () => {
  told = [];
  await render(DialogSample, { told: (what: string) => told.push(what) });
});

describe('a question before something is removed', () => {
  it('has the focus on Cancel, so that Enter by habit removes nothing', async () => {
    await page.getByRole('button', { name: 'Ask' }).click();
    await expect.element(question).toBeVisible();
    await expect.poll(focused).toBe('Cancel');
    await userEvent.keyboard('{Enter}');
    await expect.element(question).not.toBeInTheDocument();
    expect(told).toEqual([]);
  });

  it('gives the focus back on Escape', async () => {
    await page.getByRole('button', { name: 'Ask' }).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(question).not.toBeInTheDocument();
    expect(focused()).toBe('Ask');
  });

  it('keeps the Tab key inside', async () => {
    await page.getByRole('button', { name: 'Ask' }).click();
    await expect.element(question).toBeVisible();
    for (let presses = 0; presses < 6; presses += 1) {
      await userEvent.tab();
      expect(focused()).not.toBe('More');
    }
  });

  it('does what it says when it is confirmed', async () => {
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByRole('button', { name: 'Remove 3 images' }).click();
    expect(told).toEqual(['removed']);
  });
});

describe('a menu', () => {
  it('opens by key, walks round past what is disabled, and does one thing', async () => {
    page.getByRole('button', { name: 'More' }).element().focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(focused).toBe('Alpha');
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()).toBe('Gamma');
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Enter}');
    await expect.element(menu).not.toBeInTheDocument();
    expect([told, focused()]).toEqual([['gamma'], 'More']);
  });

  it('finds an entry by its first letter', async () => {
    await page.getByRole('button', { name: 'More' }).click();
    await userEvent.keyboard('g');
    expect(focused()).toBe('Gamma');
  });

  it('closes on Escape, on a second press and on a press elsewhere', async () => {
    const more = page.getByRole('button', { name: 'More' });
    await more.click();
    await userEvent.keyboard('{Escape}');
    await expect.element(menu).not.toBeInTheDocument();
    await more.click();
    await more.click();
    await expect.element(menu).not.toBeInTheDocument();
    await more.click();
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await expect.element(menu).not.toBeInTheDocument();
  });

  it('does not do what is disabled', async () => {
    await page.getByRole('button', { name: 'More' }).click();
    document.querySelector<HTMLElement>('[aria-disabled="true"]')?.click();
    expect(told).toEqual([]);
  });
});
