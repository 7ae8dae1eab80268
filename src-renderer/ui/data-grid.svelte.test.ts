import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import '../styles/tokens.css';
import '../styles/base.css';

import DataGridSample from './data-grid-sample.svelte';
import { GridSelection } from './grid-selection.svelte.ts';

const grid = page.getByRole('grid', { name: 'Numbers' });
let told: string[];
let selection: GridSelection;

async function open(count = 10_000): Promise<void> {
  told = [];
  selection = new GridSelection();
  await render(DataGridSample, {
    count,
    selection,
    onopen: (row: number) => told.push(`open ${row}`),
    onmenu: (row: number) => told.push(`menu ${row}`),
    onsort: (key: string) => told.push(`sort ${key}`),
  });
}

/** Text of the row a screen reader is on. */
function activeRow(): string {
  const id = grid.element().getAttribute('aria-activedescendant') ?? '';
  const cells = document.getElementById(id)?.querySelectorAll('.cell') ?? [];
  return [...cells].map((cell) => cell.textContent.trim()).join(' ');
}

describe('ten thousand rows', () => {
  beforeEach(() => open());

  it('draws a few and tells how many there are', () => {
    expect(grid.element().getAttribute('aria-rowcount')).toBe('10001');
    expect(document.querySelectorAll('.grid-row').length).toBeLessThan(40);
    const body = document.querySelector('.body');
    expect(body?.getBoundingClientRect().height).toBe(320_000);
  });

  it('is one stop of the Tab key, reached by keyboard alone', async () => {
    await userEvent.tab();
    expect(document.activeElement).toBe(grid.element());
    const stops = [
      ...grid.element().querySelectorAll<HTMLElement>('.body [tabindex="0"], .body a, .body button'),
    ];
    expect(stops).toEqual([]);
  });

  it('walks with arrows, pages and ends, keeping the row in sight', async () => {
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(activeRow()).toBe('name 1 size 1');
    await userEvent.keyboard('{End}');
    await expect.poll(activeRow).toBe('name 9999 size 9999');
    const row = document.querySelector('.grid-row.active')?.getBoundingClientRect();
    const room = grid.element().getBoundingClientRect();
    expect(row && row.bottom <= room.bottom + 1 && row.top >= room.top + 32 - 1).toBe(true);
    await userEvent.keyboard('{Home}');
    await expect.poll(activeRow).toBe('name 0 size 0');
    await userEvent.keyboard('{PageDown}');
    await expect.poll(activeRow).toBe('name 9 size 9');
  });

  it('says of each row where it stands', async () => {
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{End}');
    await expect
      .poll(() => document.querySelector('.grid-row.active')?.getAttribute('aria-rowindex'))
      .toBe('10001');
  });
});

describe('choosing', () => {
  beforeEach(() => open(50));

  it('ticks with Space and a range with Shift and arrows', async () => {
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown} {Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect([...selection.keys]).toEqual(['0', '1', '2']);
    const ticked = document.querySelectorAll('.grid-row[aria-selected="true"]');
    expect(ticked).toHaveLength(3);
  });

  it('ticks with the pointer on the box, a range with Shift', async () => {
    const boxes = document.querySelectorAll<HTMLElement>('.grid-row .tick');
    boxes[2]?.click();
    boxes[5]?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
    expect([...selection.keys]).toEqual(['2', '3', '4', '5']);
    await expect.poll(() => document.querySelectorAll('.grid-row input:checked').length).toBe(4);
    boxes[3]?.click();
    await expect.poll(() => document.querySelectorAll('.grid-row input:checked').length).toBe(3);
  });

  it('ticks all from its head, and shows when it is only some', async () => {
    const head = page.getByRole('checkbox', { name: 'Select all' });
    selection.toggle('7');
    await expect.poll(() => (head.element() as HTMLInputElement).indeterminate).toBe(true);
    await head.click();
    expect(selection.size).toBe(50);
    await head.click();
    expect(selection.size).toBe(0);
  });

  it('opens with Enter and a double click, and shows the menu by key', async () => {
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}{Shift>}{F10}{/Shift}');
    await userEvent.dblClick(page.getByText('name 4', { exact: true }));
    expect(told).toEqual(['open 0', 'menu 0', 'open 4']);
  });

  it('tells by which column it is sorted, and asks for another', async () => {
    const name = page.getByRole('columnheader', { name: 'Name' });
    expect(name.element().getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Name' }).click();
    expect(told).toEqual(['sort name']);
  });
});

it('says what an empty grid means', async () => {
  await open(0);
  await expect.element(page.getByText('Nothing here')).toBeVisible();
});
