import { flushSync } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import IcicleChart from './icicle-chart.svelte';
import { IcicleView } from './icicle-view.svelte.ts';
import { sampleLayers } from './layer-row-samples.ts';

let view: IcicleView;
const focused = (): string => view.icicle.nodes[view.focus]!.key;
const zoomed = (): string => view.icicle.nodes[view.zoom]!.key;

beforeEach(async () => {
  view = new IcicleView(() => sampleLayers);
  await render(IcicleChart, { view, imageName: (id: string) => `image-${id}`, theme: 'light' });
  await expect.element(page.getByRole('application', { name: 'Layers on the disk' })).toBeVisible();
});

it('walks with the arrow keys, zooms with Enter and comes back with Escape', async () => {
  await userEvent.tab();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(focused()).toBe('run1');
  await userEvent.keyboard('{Enter}{ArrowDown}{ArrowRight}');
  expect([focused(), zoomed()]).toEqual(['leafA', 'run1']);
  await userEvent.keyboard('{Escape}');
  expect([focused(), zoomed()]).toEqual(['run1', 'base']);
  await userEvent.keyboard('{Backspace}');
  expect(zoomed()).toBe('');
});

it('tells the one in focus to those who listen', async () => {
  await userEvent.tab();
  await userEvent.keyboard('{ArrowDown}');
  const told = page.getByText('base base: 100 B of its own, 162 B with everything on top, held by 3 images.');
  await expect.element(told).toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.element(page.getByText(/^image-b: 7 B of its own/)).toBeInTheDocument();
});

it('leaves Tab and Escape at the top to the page', async () => {
  await userEvent.tab();
  await userEvent.keyboard('{Escape}{Tab}');
  expect(document.activeElement).toBe(document.body);
});

it('zooms into what is clicked, and back when it is clicked again', () => {
  const chart = page.getByRole('application').element();
  const box = chart.getBoundingClientRect();
  const click = (x: number, row: number): void => {
    const at = { clientX: box.left + x * box.width, clientY: box.top + row * 30 + 10, bubbles: true };
    chart.dispatchEvent(new MouseEvent('click', at));
    flushSync();
  };
  click(0.1, 1);
  expect(zoomed()).toBe('base');
  click(0.5, 1);
  expect(zoomed()).toBe('');
  click(0.99, 3);
  expect(zoomed()).toBe('');
});

it('paints as many pixels as the screen has', async () => {
  const canvas = document.querySelector('canvas')!;
  await expect.poll(() => canvas.width).toBe(Math.round(canvas.clientWidth * devicePixelRatio));
  const context = canvas.getContext('2d')!;
  const painted = context.getImageData(4, canvas.height / 4 + 8, 1, 1).data;
  expect(painted[3]).toBe(255);
});
