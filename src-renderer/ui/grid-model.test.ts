import { beforeEach, describe, expect, it } from 'vitest';

import { GridModel, type GridKey } from './grid-model.svelte.ts';
import { GridSelection } from './grid-selection.svelte.ts';

const rows = ['# one', 'a', 'b', 'c', '# two', 'd', 'e'];
const key = (name: string, held: Partial<GridKey> = {}): GridKey => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

let selection: GridSelection;
let told: string[];
let shown: readonly string[];
let model: GridModel<string>;
const at = (): string | undefined => shown[model.activeIndex];
const ticked = (): string => [...selection.keys].toSorted().join('');

beforeEach(() => {
  selection = new GridSelection();
  told = [];
  shown = rows;
  model = new GridModel<string>({
    rows: () => shown,
    keyOf: (row) => row,
    isHeading: (row) => row.startsWith('#'),
    selection: () => selection,
    pageSize: () => 3,
    reveal: (index) => told.push(`reveal ${index}`),
    onopen: (row) => told.push(`open ${row}`),
    onmenu: (row) => told.push(`menu ${row}`),
    onheading: (row) => told.push(`heading ${row}`),
  });
});

describe('moving', () => {
  it.each([
    [['ArrowDown'], '# one'],
    [['ArrowDown', 'ArrowDown'], 'a'],
    [['End'], 'e'],
    [['End', 'ArrowDown'], 'e'],
    [['End', 'PageUp'], 'c'],
    [['PageDown', 'PageDown', 'PageDown'], 'e'],
    [['End', 'Home'], '# one'],
    [['ArrowUp'], '# one'],
  ])('%j ends on %s', (keys, expected) => {
    for (const name of keys) expect(model.press(key(name))).toBe(true);
    expect(at()).toBe(expected);
    expect(told.at(-1)).toBe(`reveal ${shown.indexOf(expected)}`);
  });

  it('stays on its row when the order changes', () => {
    model.activate('c');
    shown = rows.toReversed();
    expect(at()).toBe('c');
  });

  it('does nothing in an empty grid', () => {
    shown = [];
    expect([model.press(key('ArrowDown')), model.press(key(' ')), model.activeIndex]).toEqual([
      true,
      false,
      -1,
    ]);
  });
});

describe('ticking', () => {
  it('ticks and unticks with Space, headings never', () => {
    model.activate('b');
    model.press(key(' '));
    expect(ticked()).toBe('b');
    model.press(key(' '));
    model.activate('# two');
    model.press(key(' '));
    expect([ticked(), told]).toEqual(['', ['heading # two']]);
  });

  it('takes a range with Shift and arrows, leaving headings out', () => {
    model.activate('c');
    model.press(key('ArrowDown', { shiftKey: true }));
    model.press(key('ArrowDown', { shiftKey: true }));
    expect(ticked()).toBe('cd');
  });

  it('takes a range with Shift and a click, in the order shown', () => {
    model.pick('e', key('', { ctrlKey: true }));
    model.pick('b', key('', { shiftKey: true }));
    expect(ticked()).toBe('bcde');
  });

  it('does not tick with a plain click', () => {
    model.pick('b', key(''));
    expect([ticked(), at()]).toEqual(['', 'b']);
  });

  it.each(['ctrlKey', 'metaKey'])('takes everything with %s and A, and lets go with Escape', (held) => {
    model.press(key('a', { [held]: true }));
    expect(ticked()).toBe('abcde');
    expect([model.press(key('Escape')), model.press(key('Escape'))]).toEqual([true, false]);
    expect(ticked()).toBe('');
  });
});

describe('acting', () => {
  it.each([
    ['Enter', {}, 'open b'],
    ['ContextMenu', {}, 'menu b'],
    ['F10', { shiftKey: true }, 'menu b'],
  ])('%s %j: %s', (name, held, expected) => {
    model.activate('b');
    model.press(key(name, held));
    expect(told).toEqual([expected]);
  });

  it('leaves other keys alone', () => {
    expect(['a', 'F10', 'Tab', 'x'].map((name) => model.press(key(name)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
