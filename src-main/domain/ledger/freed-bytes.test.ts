import { describe, expect, it } from 'vitest';

import { containerdImage, layeredImage, layeredSnapshot } from '#test/support/layered-snapshot.ts';
import { imageId, makeContainer, makeSnapshot } from '#test/support/small-snapshot.ts';

import type { EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import { buildLedger } from './build-ledger.ts';
import { buildReclaimModel } from './build-reclaim-model.ts';
import { reclaimCalculator } from './freed-bytes.ts';
import type { FreedBytes } from './reclaim-model.ts';

function freed(snapshot: EngineSnapshot, ...names: string[]): FreedBytes {
  const model = buildReclaimModel(buildLedger(snapshot), snapshot);
  return reclaimCalculator(model)(names.map(imageId));
}

// What removals really freed on Docker 20.10 and 28 (ENGINES §3.1): one private layer, two siblings, twins, a dangling one.
const measured = layeredSnapshot({
  base: { base: 1_982_312 },
  a: { base: 1_982_312, own: 9004 },
  b1: { base: 1_982_312, both: 250_000, b1: 11_111 },
  b2: { base: 1_982_312, both: 250_000, b2: 22_222 },
  c: { base: 1_982_312, twin: 5000 },
  d: { base: 1_982_312, twin: 5000 },
  e: { base: 1_982_312, own: 9004, more: 60_001 },
});

const classic: [string, string[], number][] = [
  ['nothing', [], 0],
  ['an image with one layer of its own', ['e'], 60_001],
  ['a sibling', ['b1'], 11_111],
  ['both siblings and the layer that only they share', ['b1', 'b2'], 283_333],
  ['a twin while the other stays', ['c'], 0],
  ['both twins', ['c', 'd'], 5000],
  ['an image that another was built on', ['a'], 0],
  ['all', ['base', 'a', 'b1', 'b2', 'c', 'd', 'e'], 1_982_312 + 9004 + 283_333 + 5000 + 60_001],
  ['the same image twice, and one that is not there', ['e', 'e', 'f'], 60_001],
];

describe('freed bytes on the classic store', () => {
  it.each(classic)('%s', (_, names, bytes) => {
    const bound = { exact: bytes };
    expect(freed(measured, ...names)).toEqual({
      total: bound,
      layers: bound,
      content: { exact: 0 },
      doubts: [],
    });
  });

  it('counts what is certain of layers whose own size nobody knows', () => {
    const { images } = measured;
    const snapshot = { ...measured, images: images.filter(({ id }) => id !== imageId('base')) };
    // How large the base is, no sum says; no more than base and twin together. All of that goes, and what tops it.
    const all = freed(snapshot, 'a', 'b1', 'b2', 'c', 'd', 'e');
    const certain = 1_987_312 + 4004 + 60_001 + 245_000 + 33_333;
    expect(all).toMatchObject({ total: { atLeast: certain }, doubts: ['layer-bytes-unknown'] });
    expect(freed(snapshot, 'b1', 'b2').total).toEqual({ atLeast: 245_000 + 33_333 });
  });

  it('takes off what the build cache shares, when it was asked', () => {
    const buildCache = { recordCount: 3, bytes: 90_000, sharedBytes: 80_000 };
    expect(freed({ ...measured, buildCache }, 'b1', 'b2')).toMatchObject({
      total: { atLeast: 203_333 },
      doubts: ['build-cache'],
    });
    expect(freed({ ...measured, buildCache: { ...buildCache, sharedBytes: 0 } }, 'b1').total).toEqual({
      exact: 11_111,
    });
  });

  it('takes off all the build cache has where it does not say what it shares', () => {
    const buildCache = { recordCount: 3, bytes: 90_000, sharedBytes: 'unknown' } as const;
    expect(freed({ ...measured, buildCache }, 'b1', 'b2').total).toEqual({ atLeast: 193_333 });
    const silent = { ...buildCache, bytes: 'unknown' } as const;
    expect(freed({ ...measured, buildCache: silent }, 'b1', 'b2').total).toEqual({ atLeast: 0 });
  });

  it('takes off the heaviest chain that a container of a removed image may stand on', () => {
    const containers = [makeContainer('lost', 'gone'), makeContainer('lost-too', 'gone')];
    const snapshot = { ...measured, containers };
    // One image is gone, so one chain at most is held: both+b2, but not b1 as well.
    expect(freed(snapshot, 'b1', 'b2')).toMatchObject({
      total: { atLeast: 11_111 },
      doubts: ['container-of-missing-image'],
    });
    expect(freed(snapshot, 'c')).toMatchObject({ total: { exact: 0 }, doubts: [] });
    expect(freed({ ...measured, containers: [makeContainer('box', 'a')] }, 'e').total).toEqual({
      exact: 60_001,
    });
  });

  it('takes off what an image that could not be inspected shares at most', () => {
    const unseen: EngineImage = layeredImage(
      'f',
      { own: 50_000 },
      { stacks: 'unknown', sharedBytes: 20_000 },
    );
    const snapshot = { ...measured, images: [...measured.images, unseen] };
    expect(freed(snapshot, 'e')).toMatchObject({
      total: { atLeast: 40_001 },
      doubts: ['image-not-inspected'],
    });
    // Gone itself, it takes along what it has alone.
    expect(freed(snapshot, 'f')).toMatchObject({
      total: { atLeast: 30_000 },
      doubts: ['image-not-inspected'],
    });
  });

  it('may promise nothing where the row of an image could not be read', () => {
    const skipped = [{ answer: 'GET /images/json', why: 'Id: expected a string', raw: '{}' }];
    expect(freed({ ...measured, skipped }, 'e')).toMatchObject({
      total: { atLeast: 0 },
      doubts: ['image-not-inspected'],
    });
  });
});

function containerd(...images: EngineImage[]): EngineSnapshot {
  return makeSnapshot(images, { store: 'containerd' });
}

describe('freed bytes on the containerd store', () => {
  it('is exact when nothing that stays has a layer in common', () => {
    const snapshot = containerd(
      containerdImage('a', { one: 8192 }, { bytes: 500 }),
      containerdImage('b', { two: 4096 }, { bytes: 300 }),
    );
    const [layers, content] = [{ exact: 12_288 }, { exact: 800 }];
    expect(freed(snapshot, 'a', 'b')).toEqual({ total: { exact: 13_088 }, layers, content, doubts: [] });
  });

  it('frees at least what the base that stays cannot have', () => {
    const base = containerdImage('base', { one: 8192 }, { bytes: 500 });
    const app = { ...containerdImage('app', { one: 8192, two: 4096 }, { bytes: 900 }), sharedBytes: 8192 };
    const answer = freed(containerd({ ...base, sharedBytes: 8192 }, app), 'app');
    expect(answer).toMatchObject({ layers: { atLeast: 4096 }, content: { atLeast: 10 + 890 - 490 } });
    expect(answer.doubts).toEqual(['content-shared']);
  });

  it('does not take one image that stays for all: the other may store the same layer in another form', () => {
    // `small` has layer one packed in 100 bytes, `plain` and `app` the same blob of 700 bytes: only the rest of app goes.
    const small = containerdImage('small', { one: 8192 }, { bytes: 130 });
    const plain = containerdImage('plain', { one: 8192, two: 4096 }, { bytes: 750 });
    const app = containerdImage('app', { one: 8192, three: 4096 }, { bytes: 760 });
    expect(freed(containerd(small, plain, app), 'app').content).toEqual({ atLeast: 10 });
  });

  it('counts blobs that removed images may share once', () => {
    const snapshot = containerd(
      containerdImage('a', { one: 8192, two: 4096 }, { bytes: 900 }),
      containerdImage('b', { one: 8192, three: 4096 }, { bytes: 800 }),
    );
    expect(freed(snapshot, 'a', 'b').content).toEqual({ atLeast: 900 + 10 });
  });

  it('frees nothing of a manifest that an image which stays has too', () => {
    const own = containerdImage('a', { one: 8192 }, { bytes: 500 });
    const index = { ...own, id: imageId('1'), indexBytes: 70, sharedBytes: 8192 };
    expect(freed(containerd(own, index), '1').content).toEqual({ exact: 70 });
    expect(freed(containerd(own, index), 'a', '1').content).toEqual({ exact: 570 });
  });

  it('is not exact while nobody knows the bytes of an index', () => {
    const own = containerdImage('a', { one: 8192 }, { bytes: 500 });
    expect(freed(containerd({ ...own, id: imageId('1') }), '1').content).toEqual({ atLeast: 500 });
  });

  it('promises no content once the build cache has records', () => {
    const snapshot = containerd(containerdImage('a', { one: 8192 }, { bytes: 500 }));
    const buildCache = { recordCount: 1, bytes: 40, sharedBytes: 0 };
    expect(freed({ ...snapshot, buildCache }, 'a')).toMatchObject({
      layers: { exact: 8192 },
      content: { atLeast: 0 },
      doubts: ['build-cache'],
    });
  });
});
