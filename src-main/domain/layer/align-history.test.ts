import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DiffId } from '../image/hashes.ts';
import { toDiffId } from '../image/hashes.ts';
import type { HistoryEntry } from '../image/history-entry.ts';
import type { AlignedHistory, KnownLayers } from './align-history.ts';
import { alignHistory } from './align-history.ts';
import { stepKind } from './step-kind.ts';

const nothingKnown: KnownLayers = { store: 'classic' };

function step(createdBy: string, bytes = 0, comment = ''): HistoryEntry {
  return { createdAtMs: 0, createdBy, comment, bytes, imageId: null };
}

function buildKit(createdBy: string, bytes = 0): HistoryEntry {
  return step(createdBy, bytes, 'buildkit.dockerfile.v0');
}

function layers(count: number): DiffId[] {
  return Array.from({ length: count }, (_, number) => toDiffId(`sha256:${number}`));
}

/** `layer 0`, `metadata`, `ambiguous` and so on, by step. */
function stepsOf(aligned: AlignedHistory): string[] {
  return aligned.entries.map(({ kind, slot }) => (slot === null ? kind : `${kind} ${slot}`));
}

const mkdir = step('/bin/sh -c mkdir x');
const copy = step('/bin/sh -c #(nop) COPY file:1 in /x', 250);
const workdir = step('/bin/sh -c #(nop) WORKDIR /app');
const cmd = step('/bin/sh -c #(nop)  CMD ["sh"]');
const run = step('/bin/sh -c make', 70);

/** Steps, number of layers, what is known besides, and what every step is. */
const good: [
  title: string,
  entries: HistoryEntry[],
  count: number,
  known: Partial<KnownLayers>,
  steps: string[],
][] = [
  ['no layers', [cmd], 0, {}, ['metadata']],
  ['as many positive steps as layers', [mkdir, copy, run], 2, {}, ['metadata', 'layer 0', 'layer 1']],
  ['as many steps as layers', [mkdir, workdir, copy], 3, {}, ['layer 0', 'layer 1', 'layer 2']],
  [
    'the only step that may be the empty layer',
    [cmd, mkdir, copy],
    2,
    {},
    ['metadata', 'layer 0', 'layer 1'],
  ],
  [
    // A greedy choice takes `mkdir x` or `WORKDIR /app`, and one of them is wrong (13 of 250 images in ENGINES §2.2).
    'two steps for one empty layer, a real one between them',
    [mkdir, copy, workdir, run],
    3,
    {},
    ['ambiguous 0', 'layer', 'ambiguous 1', 'layer 2'],
  ],
  [
    'the same with the size of the first layer known',
    [mkdir, copy, workdir, run],
    3,
    { layerBytes: [[0], null, null] },
    ['layer 0', 'layer 1', 'metadata', 'layer 2'],
  ],
  [
    'the same with the sum of two layers known',
    [mkdir, copy, workdir, run],
    3,
    { prefixBytes: [null, [250], null] },
    ['ambiguous 0', 'layer', 'ambiguous 1', 'layer 2'],
  ],
  [
    'the same with the depth after a step known',
    [mkdir, copy, workdir, run],
    3,
    { depths: [0, null, null, null] },
    ['metadata', 'layer 0', 'layer 1', 'layer 2'],
  ],
  [
    'BuildKit: every WORKDIR is a layer, ENV never',
    [
      buildKit('WORKDIR /app'),
      buildKit('ENV A=1'),
      buildKit('RUN true # buildkit'),
      buildKit('COPY . . # buildkit', 5),
    ],
    3,
    {},
    ['layer 0', 'metadata', 'layer 1', 'layer 2'],
  ],
  [
    'BuildKit: WORKDIR / is none',
    [buildKit('COPY . .', 5), buildKit('WORKDIR /')],
    1,
    {},
    ['layer 0', 'metadata'],
  ],
  [
    'another builder: a step that cannot be a layer has bytes',
    [step('/bin/sh -c #(nop) CMD ["sh"]', 5), cmd],
    1,
    {},
    ['layer 0', 'metadata'],
  ],
  ['another builder: more layers than its steps admit', [cmd, cmd], 2, {}, ['layer 0', 'layer 1']],
  [
    'containerd: no bytes, no layer',
    [mkdir, run, workdir],
    1,
    { store: 'containerd' },
    ['metadata', 'layer 0', 'metadata'],
  ],
];

/** What cannot be. */
const bad: [string, HistoryEntry[], number, Partial<KnownLayers>][] = [
  ['more positive steps than layers', [copy, run], 1, {}],
  ['fewer steps than layers', [copy], 2, {}],
  ['a layer of another size', [copy], 1, { layerBytes: [[249]] }],
  ['another sum', [copy, run], 2, { prefixBytes: [null, [100]] }],
  ['another depth', [copy, run], 2, { depths: [0, null] }],
  ['containerd: a stack that is not unpacked', [mkdir, workdir], 2, { store: 'containerd' }],
];

describe('alignHistory', () => {
  it.each(good)('%s', (...row) => {
    const [, entries, count, known, expected] = row;
    const aligned = alignHistory(entries, layers(count), { ...nothingKnown, ...known });
    expect(aligned.isPossible).toBe(true);
    expect(stepsOf(aligned)).toEqual(expected);
  });

  it.each(bad)('contradiction: %s', (_, entries, count, known) => {
    const aligned = alignHistory(entries, layers(count), { ...nothingKnown, ...known });
    expect(aligned).toEqual({ isPossible: false, entries: [], layers: [] });
  });

  it('names every size that an ambiguous layer may have, and never picks one', () => {
    const aligned = alignHistory([mkdir, copy, workdir, run], layers(3), nothingKnown);
    expect(aligned.layers).toEqual([
      { entry: null, bytes: [0, 250], prefixBytes: [0, 250] },
      { entry: null, bytes: [0, 250], prefixBytes: [250] },
      { entry: 3, bytes: [70], prefixBytes: [320] },
    ]);
  });

  it('knows the size where several steps of the same size may have made a layer', () => {
    const aligned = alignHistory([mkdir, workdir, copy], layers(2), nothingKnown);
    expect(aligned.layers[0]).toEqual({ entry: null, bytes: [0], prefixBytes: [0] });
  });
});

/** Every way to give each layer a step, tried one by one. */
function everyWay(entries: readonly HistoryEntry[], count: number, known: KnownLayers): number[][] {
  const isPossible = (steps: readonly number[]): boolean => {
    let sum = 0;
    const allMade = entries.every((entry, at) => {
      const kind = stepKind(entry);
      return steps.includes(at) ? kind !== 'metadata' : kind !== 'layer';
    });
    return (
      allMade &&
      steps.every((at, slot) => {
        sum += entries[at]?.bytes ?? 0;
        const { layerBytes, prefixBytes } = known;
        const size = entries[at]?.bytes ?? 0;
        return (layerBytes?.[slot]?.includes(size) ?? true) && (prefixBytes?.[slot]?.includes(sum) ?? true);
      })
    );
  };
  const choose = (from: number, left: number): number[][] => {
    if (left === 0) return [[]];
    if (from === entries.length) return [];
    return [...choose(from + 1, left - 1).map((rest) => [from, ...rest]), ...choose(from + 1, left)];
  };
  return choose(0, count).filter(isPossible);
}

const arbitraryStep = fc
  .record({
    text: fc.constantFrom(
      '/bin/sh -c a',
      '/bin/sh -c #(nop) WORKDIR /a',
      '/bin/sh -c #(nop)  CMD a',
      'RUN a',
      'ENV a=b',
    ),
    comment: fc.constantFrom('', 'buildkit.dockerfile.v0'),
    bytes: fc.constantFrom(0, 0, 0, 1, 2),
  })
  .map(({ text, comment, bytes }) => step(text, bytes, comment));

const arbitraryFact = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.uniqueArray(fc.nat(4), { minLength: 1 }),
);

describe('alignHistory against every way tried one by one', () => {
  it('tells exactly what all ways have in common', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryStep, { maxLength: 8 }),
        fc.nat(6),
        fc.array(arbitraryFact, { maxLength: 6 }),
        fc.array(arbitraryFact, { maxLength: 6 }),
        (entries, count, layerBytes, prefixBytes) => {
          const known: KnownLayers = { store: 'classic', layerBytes, prefixBytes };
          // Habits of Docker's builders are dropped only when they leave no room for the number of layers.
          fc.pre(everyWay(entries, count, nothingKnown).length > 0);
          const ways = everyWay(entries, count, known);
          const aligned = alignHistory(entries, layers(count), known);
          expect(aligned.isPossible).toBe(ways.length > 0);
          for (const [slot, layer] of aligned.layers.entries()) {
            const makers = [...new Set(ways.map((way) => way[slot] ?? -1))];
            expect(layer.entry).toBe(makers.length === 1 ? makers[0] : null);
            expect(new Set(layer.bytes)).toEqual(new Set(makers.map((at) => entries[at]?.bytes)));
          }
          for (const [at, entry] of aligned.entries.entries()) {
            const fills = ways.filter((way) => way.includes(at)).length;
            const kind = fills === 0 ? 'metadata' : fills === ways.length ? 'layer' : 'ambiguous';
            expect([at, entry.kind]).toEqual([at, kind]);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
