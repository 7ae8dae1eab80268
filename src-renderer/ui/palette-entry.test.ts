import { expect, it } from 'vitest';

import { findEntries, type PaletteEntry } from './palette-entry.ts';

const entry = (group: string, label: string): PaletteEntry => ({
  key: label,
  group,
  label,
  run: () => undefined,
});
const entries = [
  entry('do', 'Go to Layers'),
  entry('do', 'Layer details'),
  entry('image', 'team/layer-cache:1'),
  entry('image', 'Node:22'),
];
const found = (typed: string): string[] => findEntries(entries, typed).map(({ label }) => label);

it.each([
  ['', ['Go to Layers', 'Layer details', 'team/layer-cache:1', 'Node:22']],
  ['layer', ['Layer details', 'Go to Layers', 'team/layer-cache:1']],
  ['TO layers', ['Go to Layers']],
  ['node', ['Node:22']],
  ['nothing', []],
])('%j finds %j', (typed, labels) => expect(found(typed)).toEqual(labels));

it('draws at most sixty', () => {
  const many = Array.from({ length: 500 }, (_, n) => entry('image', `app:${n}`));
  expect(findEntries(many, 'app')).toHaveLength(60);
});
