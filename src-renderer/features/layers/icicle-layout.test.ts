import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LayerRow } from '#main/contract/views/layers-view.ts';

import { layOutIcicle } from './icicle-layout.ts';
import { sampleLayer, sampleLayers } from './layer-row-samples.ts';

/** Any forest of layers whose images shrink on the way up, as on a real disk. */
const forest = fc
  .array(
    fc.record({
      parent: fc.nat(),
      isRoot: fc.integer({ min: 0, max: 9 }).map((n) => n < 2),
      bytes: fc.oneof(fc.nat(1000), fc.constant('unknown' as const)),
      keeps: fc.nat(),
    }),
    { maxLength: 60 },
  )
  .map((drafts) => {
    const rows: LayerRow[] = [];
    drafts.forEach((draft, at) => {
      const parent = draft.isRoot || at === 0 ? null : rows[draft.parent % at]!;
      const pool = parent === null ? 'abcdef' : parent.images.join('');
      const images = pool.slice(0, 1 + (draft.keeps % pool.length));
      const place = parent === null ? `layer${at}` : `layer${at} on ${parent.chainId}`;
      rows.push(sampleLayer(place, draft.bytes, images));
    });
    return rows;
  });

const known = (rows: readonly LayerRow[]): number =>
  rows.reduce((sum, row) => sum + (row.bytes === 'unknown' ? 0 : row.bytes), 0);

describe('layOutIcicle', () => {
  it('joins layers that the same images hold, and keeps forks apart', () => {
    const { nodes } = layOutIcicle(sampleLayers);
    const keys = nodes.map((node) => [node.key, node.layers.length]);
    expect(keys).toEqual([
      ['', 0],
      ['base', 1],
      ['other', 1],
      ['run1', 2],
      ['leafA', 1],
      ['leafB', 1],
    ]);
  });

  it('puts the widest first, and children right of the own bytes of their parent', () => {
    const { nodes, rows } = layOutIcicle(sampleLayers);
    const at = (key: string) => nodes.find((node) => node.key === key)!;
    expect(at('base')).toMatchObject({ start: 0, bytes: 100, span: 162, depth: 1 });
    expect(at('run1')).toMatchObject({ start: 100, bytes: 50, span: 62, depth: 2 });
    expect(at('leafB')).toMatchObject({ start: 150, span: 7, depth: 3 });
    expect(at('leafA')).toMatchObject({ start: 157, span: 5, depth: 3 });
    expect(at('other')).toMatchObject({ start: 162, span: 40, depth: 1 });
    expect(rows.map((row) => row.map((node) => nodes[node]!.key))).toEqual([
      [''],
      ['base', 'other'],
      ['run1'],
      ['leafB', 'leafA'],
    ]);
  });

  it('counts layers of unknown size instead of drawing them as nothing', () => {
    const icicle = layOutIcicle([sampleLayer('x', 'unknown', 'a'), sampleLayer('y on x', 3, 'a')]);
    expect(icicle.unknownCount).toBe(1);
    expect(icicle.nodes[1]).toMatchObject({ bytes: 3, unknownCount: 1, layers: [0, 1] });
  });

  it('lays out nothing', () => {
    expect(layOutIcicle([]).nodes).toHaveLength(1);
  });

  it('draws every layer once and every known byte once, without overlaps', () => {
    fc.assert(
      fc.property(forest, (rows) => {
        const { nodes, rows: byDepth } = layOutIcicle(rows);
        const seen = nodes.flatMap((node) => node.layers).sort((a, b) => a - b);
        expect(seen).toEqual(rows.map((_, at) => at));
        expect(nodes.reduce((sum, node) => sum + node.bytes, 0)).toBe(known(rows));
        expect(nodes[0]!.span).toBe(known(rows));
        for (const row of byDepth) {
          for (let at = 1; at < row.length; at += 1) {
            const before = nodes[row[at - 1]!]!;
            expect(nodes[row[at]!]!.start).toBeGreaterThanOrEqual(before.start + before.span);
          }
        }
      }),
    );
  });
});
