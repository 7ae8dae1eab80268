import { beforeEach, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import type { ImageId } from '#main/domain/image/hashes.ts';
import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import { sampleImage, samplePlan } from './plan-samples.ts';
import PlanView from './plan-view.svelte';

let ticks: ReadonlySet<ImageId>[];

beforeEach(async () => {
  ticks = [];
  await page.viewport(1000, 800);
  const images = ['app', 'tool', 'web'].map((name) => sampleImage(name));
  await render(PlanView, {
    basis: samplePlan,
    plan: samplePlan,
    ticked: new Set(samplePlan.remove.map(({ id }) => id)),
    frees: samplePlan.frees,
    parts: [],
    isPlanning: false,
    imagesById: new Map(images.map((image) => [image.id, image])),
    buildCacheSharedBytes: 5_000_000,
    host: null,
    nameOf: (id: ImageId) => `${id}:1`,
    ontick: (ids: ReadonlySet<ImageId>) => ticks.push(ids),
  });
});

it('says what comes free, and why that is a lower bound', async () => {
  await expect.element(page.getByText('Frees at least')).toBeVisible();
  await expect.element(page.getByText('1.23 GB')).toBeVisible();
  await expect.element(page.getByText(/build cache may hold .* it shares 5 MB with images/)).toBeVisible();
});

it('shows every image that goes with its reason and how to get it back', async () => {
  const row = page.getByRole('row', { name: /app:1/ });
  await expect.element(row).toMatchTextContent(/No container uses it/);
  await expect.element(row).toMatchTextContent(/Exists only here/);
  await expect.element(page.getByRole('row', { name: /tool:1/ })).toMatchTextContent(/Can be pulled again/);
});

it('leaves one out with the keyboard', async () => {
  (page.getByRole('grid', { name: 'Goes' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown} ');
  expect(ticks.at(-1)).toEqual(new Set(['app']));
  await userEvent.keyboard(' ');
  expect(ticks.at(-1)).toEqual(new Set(['app', 'tool']));
});

it('names the container that keeps an image, its project, and what to do', async () => {
  await page.getByText('Stays').click();
  await page.getByText('Used by a container').click();
  await expect.element(page.getByText('shop-web-1 (running)')).toBeVisible();
  await expect.element(page.getByText('Compose project shop')).toBeVisible();
  await expect.element(page.getByText('Remove the container first if the image shall go.')).toBeVisible();
});

it('gives the same as docker commands', async () => {
  await page.getByText('The same with docker').click();
  await expect
    .element(page.getByLabelText('Commands that do the same'))
    .toHaveTextContent('docker image rm --no-prune app:1 docker image rm --no-prune tool:1');
});
