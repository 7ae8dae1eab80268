import { describe, expect, it } from 'vitest';

import { countMatches, jsonTree, type JsonNode } from './json-node.ts';

const raw = { Id: 'sha256:1', Config: { Env: ['PATH=/bin', 'HOME=/root'], Cmd: null, Labels: {} }, Size: 12 };
const outline = (nodes: readonly JsonNode[]): unknown[] =>
  nodes.map((node) => (node.text === null ? [node.key, outline(node.children)] : `${node.key}=${node.text}`));

describe('jsonTree', () => {
  it('keeps every value and its order', () => {
    expect(outline(jsonTree(raw, ''))).toEqual([
      'Id="sha256:1"',
      ['Config', [['Env', ['0="PATH=/bin"', '1="HOME=/root"']], 'Cmd=null', 'Labels={}']],
      'Size=12',
    ]);
  });

  it('shows only what holds the search, and what leads there', () => {
    const found = jsonTree(raw, 'home');
    expect(outline(found)).toEqual([['Config', [['Env', ['1="HOME=/root"']]]]]);
    expect(countMatches(found)).toBe(1);
  });

  it('shows all of a section found by its name', () => {
    expect(outline(jsonTree(raw, 'ENV'))).toEqual([
      ['Config', [['Env', ['0="PATH=/bin"', '1="HOME=/root"']]]],
    ]);
  });

  it('gives every line its own path', () => {
    const paths = (nodes: readonly JsonNode[]): string[] =>
      nodes.flatMap((node) => [node.path, ...paths(node.children)]);
    const all = paths(jsonTree(raw, ''));
    expect(new Set(all).size).toBe(all.length);
  });

  it('finds nothing where there is nothing', () => expect(jsonTree(raw, 'xyz')).toEqual([]));
});
