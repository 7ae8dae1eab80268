import { expect, it } from 'vitest';

import { findBrokenAnchors } from './check-anchors.ts';
import { readSources } from './source-tree.ts';

// Put together here, so that this file does not refer to anything itself.
const anchor = (kind: 'tag' | 'ref', name: string): string => `// [${kind}:${name}]`;
const file = (path: string, ...lines: string[]): { path: string; text: string } => ({
  path,
  text: lines.join('\n'),
});

it('finds both ends of every cross-reference', () => {
  const files = readSources(
    ['src-main', 'src-renderer', 'test', 'docs'],
    /\.(?:ts|js|svelte|sh|md|css|sql)$/,
  );
  expect(findBrokenAnchors(files)).toEqual([]);
});

it('is content when one end refers to the other', () => {
  const files = [
    file('a.ts', anchor('tag', 'order')),
    file('b.ts', anchor('ref', 'order'), anchor('ref', 'order')),
  ];
  expect(findBrokenAnchors(files)).toEqual([]);
});

it.each([
  ['a reference without a tag', [file('a.ts', anchor('ref', 'order'))], 'a.ts: no'],
  ['a tag nobody refers to', [file('a.ts', anchor('tag', 'order'))], 'nobody refers to order'],
  [
    'a tag that is there twice',
    [file('a.ts', anchor('tag', 'order'), anchor('ref', 'order')), file('b.ts', anchor('tag', 'order'))],
    'a.ts, b.ts: order is there twice',
  ],
])('finds %s', (_what, files, message) => {
  expect(findBrokenAnchors(files)).toEqual([expect.stringContaining(message)]);
});
