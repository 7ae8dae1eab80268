import { describe, expect, it } from 'vitest';

import { diffId, layeredImage, layeredSnapshot } from '#test/support/layered-snapshot.ts';
import { imageId, makeSnapshot, sha256 } from '#test/support/small-snapshot.ts';

import type { LayerStack } from '../image/engine-snapshot.ts';
import type { HistoryEntry } from '../image/history-entry.ts';
import { chainIds } from '../layer/chain-id.ts';
import { alignImage } from './align-image.ts';
import { buildLedger, historyKey } from './build-ledger.ts';
import { historiesForEdges, historiesForLayers } from './histories-needed.ts';
import { imageSizes } from './image-sizes.ts';
import { layerFamilies } from './layer-families.ts';
import { ledgerSums } from './ledger-sums.ts';
import { listLayers } from './list-layers.ts';
import { sharingImages } from './sharing-images.ts';

const snapshot = layeredSnapshot({
  a: { base: 100, app: 20 },
  b: { base: 100, app: 20, more: 3 },
  c: { base: 100 },
  d: { app: 20 },
});
const ledger = buildLedger(snapshot);

function step(createdBy: string, bytes: number): HistoryEntry {
  return { createdAtMs: 0, createdBy, comment: '', bytes, imageId: null };
}

describe('imageSizes', () => {
  it('says what an image shares and what it has alone', () => {
    const sizes = imageSizes(ledger);
    const [none, content] = [0, { contentBytes: 0 }];
    expect(sizes.get(imageId('a'))).toEqual({
      layerBytes: 120,
      sharedBytes: 120,
      exclusiveBytes: none,
      ...content,
    });
    expect(sizes.get(imageId('b'))).toEqual({
      layerBytes: 123,
      sharedBytes: 120,
      exclusiveBytes: 3,
      ...content,
    });
    expect(sizes.get(imageId('d'))).toEqual({
      layerBytes: 20,
      sharedBytes: 0,
      exclusiveBytes: 20,
      ...content,
    });
  });

  it('is all zero for an image without layers', () => {
    const empty = buildLedger(makeSnapshot([layeredImage('e', {})]));
    expect(imageSizes(empty).get(imageId('e'))).toMatchObject({
      layerBytes: 0,
      sharedBytes: 0,
      exclusiveBytes: 0,
    });
  });

  it('keeps to what the engine says while an image was not inspected', () => {
    const unseen = layeredImage('e', { base: 100, other: 7 }, { stacks: 'unknown', sharedBytes: 100 });
    const sizes = imageSizes(buildLedger({ ...snapshot, images: [...snapshot.images, unseen] }));
    expect(sizes.get(imageId('e'))).toMatchObject({ layerBytes: 107, sharedBytes: 100, exclusiveBytes: 7 });
    expect(sizes.get(imageId('b'))).toMatchObject({ layerBytes: 123, sharedBytes: 120, exclusiveBytes: 3 });
  });
});

describe('ledgerSums', () => {
  it('counts each layer once, and a layer over another parent again', () => {
    expect(ledgerSums(ledger)).toEqual({
      imageCount: 4,
      layerCount: 4,
      layerBytes: 143,
      contentBytes: 0,
      sharedBytes: 120,
      isComplete: true,
    });
  });

  it('is unknown as soon as one image was not inspected', () => {
    const unseen = layeredImage('e', { own: 7 }, { stacks: 'unknown' });
    const sums = ledgerSums(buildLedger({ ...snapshot, images: [...snapshot.images, unseen] }));
    expect(sums).toMatchObject({ layerBytes: 'unknown', sharedBytes: 'unknown', isComplete: false });
  });
});

describe('listLayers', () => {
  it('gives each layer once, parents first, with its holders and how often its content is stored', () => {
    const [base, app, more] = chainIds([diffId('base'), diffId('app'), diffId('more')], sha256);
    const rows = listLayers(ledger, sha256).map((layer) => [layer.chainId, layer.parentChainId, layer.bytes]);
    expect(rows).toEqual([
      [base, null, 100],
      [app, base, 20],
      [more, app, 3],
      [diffId('app'), null, 20],
    ]);
    const layers = listLayers(ledger, sha256);
    expect(layers.map(({ images }) => images.length)).toEqual([3, 2, 1, 1]);
    expect(layers.map(({ storedTimes }) => storedTimes)).toEqual([1, 2, 1, 2]);
  });

  it('says which instruction made a layer, once a history was read', () => {
    const entries = [step('/bin/sh -c #(nop) ADD x', 100), step('CMD', 0), step('/bin/sh -c make', 20)];
    const read = buildLedger(snapshot, new Map([[historyKey(imageId('a'), ''), entries]]));
    expect(listLayers(read, sha256).map(({ createdBy }) => createdBy)).toEqual([
      'ADD x',
      '/bin/sh -c make',
      '',
      '',
    ]);
  });

  it('says none where two histories disagree', () => {
    const read = buildLedger(
      snapshot,
      new Map([
        [historyKey(imageId('a'), ''), [step('ADD x', 100), step('make', 20)]],
        [historyKey(imageId('c'), ''), [step('COPY x', 100)]],
      ]),
    );
    expect(listLayers(read, sha256)[0]?.createdBy).toBe('');
  });
});

describe('layerFamilies', () => {
  const tagged = {
    ...snapshot,
    images: snapshot.images.map((image) =>
      image.id === imageId('d') ? image : { ...image, tags: [`${image.id.slice(7, 8)}:1`, 'z:1'] },
    ),
  };

  it('is the base, named after the smallest tagged image on it', () => {
    const families = layerFamilies(buildLedger(tagged), sha256);
    const family = families.get(imageId('b'));
    expect(family).toMatchObject({ key: diffId('base'), label: 'c:1' });
    expect(families.get(imageId('a'))).toEqual(family);
    expect(families.get(imageId('d'))).toMatchObject({ key: diffId('app'), label: 'app' });
  });

  it('has a hue and a pattern that only the base decides', () => {
    const [one, other] = [layerFamilies(buildLedger(tagged), sha256), layerFamilies(ledger, sha256)];
    for (const [id, { hue, pattern }] of one) {
      expect(other.get(id)).toMatchObject({ hue, pattern });
      expect(hue).toBeGreaterThanOrEqual(0);
      expect(hue).toBeLessThan(360);
      expect(pattern).toBeLessThan(6);
    }
  });

  it('is none for an image without layers', () => {
    const families = layerFamilies(buildLedger(makeSnapshot([layeredImage('e', {})])), sha256);
    expect(families.get(imageId('e'))).toEqual({ key: '', label: '', hue: 0, pattern: 0 });
  });
});

describe('sharingImages', () => {
  it('lists who shares most first, and nobody who shares nothing', () => {
    expect(sharingImages(ledger, imageId('a'))).toEqual([
      { id: imageId('b'), commonBytes: 120, commonLayerCount: 2 },
      { id: imageId('c'), commonBytes: 100, commonLayerCount: 1 },
    ]);
    expect(sharingImages(ledger, imageId('d'))).toEqual([]);
    expect(sharingImages(ledger, imageId('nobody'))).toEqual([]);
  });
});

describe('alignImage', () => {
  const entries = [step('ADD x', 100), step('/bin/sh -c #(nop)  CMD ["sh"]', 0), step('make', 20)];

  it('puts each step beside its layer', () => {
    const rows = alignImage(ledger, { imageId: imageId('a'), platform: '', entries }, sha256);
    const [base, app] = chainIds([diffId('base'), diffId('app')], sha256);
    expect(rows.map(({ kind, chainId, heldByCount }) => [kind, chainId, heldByCount])).toEqual([
      ['layer', base, 3],
      ['metadata', null, 0],
      ['layer', app, 2],
    ]);
  });

  it('claims no layer for a history that contradicts the sizes', () => {
    const wrong = [step('ADD x', 99), step('CMD', 0), step('make', 21)];
    const rows = alignImage(ledger, { imageId: imageId('a'), platform: '', entries: wrong }, sha256);
    expect(rows.map(({ kind, diffId: made, bytes }) => [kind, made, bytes])).toEqual([
      ['layer', null, 99],
      ['metadata', null, 0],
      ['layer', null, 21],
    ]);
  });

  it('claims no layer where the stack is not on disk', () => {
    const rows = alignImage(ledger, { imageId: imageId('nobody'), platform: '', entries }, sha256);
    expect(rows.map(({ kind, diffId: made }) => [kind, made])).toEqual([
      ['layer', null],
      ['metadata', null],
      ['layer', null],
    ]);
  });
});

describe('histories that are needed', () => {
  // No image ends where base and both part, and every image above shares more: no sum says how large base is.
  const layers = { base: 100, both: 20 };
  const branch = layeredSnapshot({
    a1: { ...layers, a: 1, a1: 1 },
    a2: { ...layers, a: 1, a2: 2 },
    b1: { ...layers, b: 1, b1: 1 },
    b2: { ...layers, b: 1, b2: 2 },
  });
  const history = [step('ADD', 100), step('COPY', 20), step('make', 1), step('make it', 1)];

  it('is one through each branch that no sum tells, and none any more once it is read', () => {
    const needed = historiesForEdges(buildLedger(branch));
    expect(needed).toEqual([{ imageId: imageId('a1'), platform: '' }]);
    const read = buildLedger(branch, new Map([[historyKey(imageId('a1'), ''), history]]));
    expect(historiesForEdges(read)).toEqual([]);
    expect(ledgerSums(read).layerBytes).toBe(128);
  });

  it('is none where all sums are known', () => {
    expect(historiesForEdges(ledger)).toEqual([]);
  });

  it('is one for each end of a chain for every single layer', () => {
    const read = buildLedger(branch, new Map([[historyKey(imageId('a1'), ''), history]]));
    // `a1` and `b1` are single layers between known sums: their chains are open only below.
    expect(historiesForLayers(buildLedger(branch)).length).toBe(2);
    expect(historiesForLayers(read)).toEqual([]);
  });
});

describe('facts that contradict each other', () => {
  it('are used for nothing: two sizes of the same stack', () => {
    const twins = makeSnapshot([
      layeredImage('a', { base: 100 }),
      layeredImage('b', { base: 100 }, { bytes: 90 }),
    ]);
    expect(listLayers(buildLedger(twins), sha256)[0]?.bytes).toBe('unknown');
  });

  it('are used for nothing: an image smaller than its base', () => {
    const wrong = makeSnapshot([
      layeredImage('a', { base: 100 }),
      layeredImage('b', { base: 100, app: 5 }, { bytes: 90 }),
    ]);
    expect(listLayers(buildLedger(wrong), sha256).map(({ bytes }) => bytes)).toEqual(['unknown', 'unknown']);
  });

  it('leave the size of an image in force against what another says it shares', () => {
    const wrong = makeSnapshot([
      layeredImage('a', { base: 100 }),
      layeredImage('b', { base: 100, app: 5 }, { sharedBytes: 70 }),
    ]);
    expect(listLayers(buildLedger(wrong), sha256).map(({ bytes }) => bytes)).toEqual([100, 5]);
  });

  it('do not let one wrong history decide against another', () => {
    // Both fit the sizes of their own image, and give the layer both have in common another size.
    const pair = makeSnapshot([
      layeredImage('a', { base: 100, both: 10, a: 1 }),
      layeredImage('b', { base: 100, both: 10, b: 1 }),
      layeredImage('c', { other: 5, c: 2 }),
    ]);
    const histories = new Map([
      [historyKey(imageId('a'), ''), [step('1', 100), step('2', 10), step('3', 1)]],
      [historyKey(imageId('b'), ''), [step('1', 90), step('2', 20), step('3', 1)]],
      [historyKey(imageId('c'), ''), [step('1', 5), step('2', 2)]],
    ]);
    const read = buildLedger(pair, histories);
    expect([...read.historiesIgnored]).toEqual([historyKey(imageId('a'), ''), historyKey(imageId('b'), '')]);
    expect(listLayers(read, sha256).map(({ bytes }) => bytes)).toEqual([
      ...['unknown', 'unknown', 'unknown', 'unknown'],
      ...[5, 2],
    ]);
  });
});

describe('containerd store', () => {
  it('trusts what is unpacked over what is shared, which leaves out hidden snapshots', () => {
    // Docker 28.5.2: a step of the legacy builder stands on a snapshot of its container (28672 bytes) that only Unpacked counts.
    const base = layeredImage('a', { base: 2_019_328 });
    const step1 = layeredImage('b', { base: 2_019_328, step: 40_960 }, { sharedBytes: 2_031_616 });
    const step2 = layeredImage(
      'c',
      { base: 2_019_328, step: 40_960, last: 73_728 },
      { sharedBytes: 2_031_616 },
    );
    const hidden = makeSnapshot([base, step1, step2], { store: 'containerd' });
    const rows = listLayers(buildLedger(hidden), sha256);
    expect(rows.map(({ bytes }) => bytes)).toEqual([2_019_328, 40_960, 73_728]);
  });

  it('counts an image with several platforms once on a layer that they share', () => {
    const stack = (platform: string, names: string[], unpackedBytes: number): LayerStack => {
      return { platform, diffIds: names.map(diffId), unpackedBytes };
    };
    const stacks = [
      stack('linux/amd64', ['base'], 4096),
      stack('linux/arm64', ['base', 'arm'], 12_288),
      stack('linux/s390x', ['base', 'other'], 8192),
    ];
    const image = layeredImage('a', {}, { stacks });
    const read = buildLedger(makeSnapshot([image], { store: 'containerd' }));
    expect(imageSizes(read).get(imageId('a'))).toMatchObject({
      layerBytes: 16_384,
      sharedBytes: 0,
      exclusiveBytes: 16_384,
    });
  });

  it('counts no layer of a platform that is not unpacked', () => {
    const packed = layeredImage('a', { base: 0 });
    expect(listLayers(buildLedger(makeSnapshot([packed], { store: 'containerd' })), sha256)).toEqual([]);
  });
});
