import { describe, expect, it } from 'vitest';

import { layOutIcicle } from './icicle-layout.ts';
import { nodeAt, visibleRange, windowOf } from './icicle-hit.ts';
import { findByKey, movePlace, pathTo } from './icicle-navigation.ts';
import { sampleLayer, sampleLayers } from './layer-row-samples.ts';

const icicle = layOutIcicle(sampleLayers);
const at = (key: string): number => findByKey(icicle, key);
const walk = (from: string, zoom: string, ...keys: readonly string[]) => {
  const place = keys.reduce((now, key) => movePlace(icicle, now, key) ?? now, {
    focus: at(from),
    zoom: at(zoom),
  });
  return [icicle.nodes[place.focus]!.key, icicle.nodes[place.zoom]!.key];
};

describe('movePlace', () => {
  const rows: readonly [string, string, readonly string[], readonly [string, string]][] = [
    ['', '', ['ArrowDown'], ['base', '']],
    ['', '', ['ArrowDown', 'ArrowDown', 'ArrowDown'], ['leafB', '']],
    ['leafB', '', ['ArrowRight'], ['leafA', '']],
    ['leafA', '', ['ArrowRight'], ['leafA', '']],
    ['leafA', '', ['ArrowLeft', 'ArrowLeft'], ['leafB', '']],
    ['leafA', '', ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp'], ['', '']],
    ['base', '', ['ArrowRight'], ['other', '']],
    ['run1', '', ['Enter'], ['run1', 'run1']],
    ['run1', 'run1', ['ArrowUp'], ['run1', 'run1']],
    ['run1', 'run1', ['ArrowRight'], ['run1', 'run1']],
    ['leafA', 'run1', ['Home'], ['run1', 'run1']],
    ['leafA', 'run1', ['Escape'], ['run1', 'base']],
    ['leafA', 'run1', ['Escape', 'Backspace'], ['base', '']],
  ];
  it.each(rows)('from %s in %s, %j leads to %j', (from, zoom, keys, expected) => {
    expect(walk(from, zoom, ...keys)).toEqual(expected);
  });

  it('leaves keys alone that mean nothing here', () => {
    expect(movePlace(icicle, { focus: 0, zoom: 0 }, 'Escape')).toBeNull();
    expect(movePlace(icicle, { focus: 0, zoom: 0 }, 'x')).toBeNull();
  });

  it('does not step onto layers that have no width', () => {
    const hollow = layOutIcicle([sampleLayer('x', 5, 'ab'), sampleLayer('y on x', 'unknown', 'a')]);
    expect(movePlace(hollow, { focus: 1, zoom: 0 }, 'ArrowDown')).toEqual({ focus: 1, zoom: 0 });
  });
});

describe('finding nodes', () => {
  it('finds by row and byte', () => {
    expect(nodeAt(icicle, 0, 201)).toBe(0);
    expect(nodeAt(icicle, 0, 202)).toBeNull();
    expect(nodeAt(icicle, 1, 161)).toBe(at('base'));
    expect(nodeAt(icicle, 1, 162)).toBe(at('other'));
    expect(nodeAt(icicle, 2, 99)).toBeNull();
    expect(nodeAt(icicle, 3, 156)).toBe(at('leafB'));
    expect(nodeAt(icicle, 3, 157)).toBe(at('leafA'));
    expect(nodeAt(icicle, 9, 1)).toBeNull();
  });

  it('finds what a stretch touches', () => {
    expect(visibleRange(icicle, 1, { from: 10, to: 20 })).toEqual([0, 1]);
    expect(visibleRange(icicle, 1, { from: 170, to: 180 })).toEqual([1, 2]);
    expect(visibleRange(icicle, 3, windowOf(icicle, at('run1')))).toEqual([0, 2]);
  });

  it('tells the way down, and falls back to the disk when a key is gone', () => {
    expect(pathTo(icicle, at('leafA')).map((node) => icicle.nodes[node]!.key)).toEqual([
      '',
      'base',
      'run1',
      'leafA',
    ]);
    expect(findByKey(icicle, 'gone')).toBe(0);
  });
});
