import { expect, it } from 'vitest';

import { GridSelection } from './grid-selection.svelte.ts';

const shown = ['a', 'b', 'c', 'd'];
const ticked = (selection: GridSelection): string => [...selection.keys].toSorted().join('');

it('ticks all of them, then none, and keeps what is not shown', () => {
  const selection = new GridSelection();
  selection.set(['z', 'b']);
  selection.toggleAll(shown);
  expect(ticked(selection)).toBe('abcdz');
  selection.toggleAll(shown);
  expect(ticked(selection)).toBe('z');
});

it('does not call an empty list ticked', () => {
  const selection = new GridSelection();
  selection.toggleAll([]);
  expect(selection.size).toBe(0);
});

it('starts a range anew when its beginning is filtered away', () => {
  const selection = new GridSelection();
  selection.toggle('gone');
  selection.extendTo('c', shown);
  selection.extendTo('d', shown);
  expect(ticked(selection)).toBe('cdgone');
});
