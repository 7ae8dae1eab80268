import { describe, expect, it } from 'vitest';

import { imageRow, runningContainer } from './image-row-samples.ts';
import { nextSort, placeNames, sortImages, type ImageSortKey } from './images-order.ts';

const rows = [
  imageRow('b', { bytes: 2, createdAtMs: 30, lastUsedAtMs: 5, layerCount: 9 }),
  imageRow('a', { bytes: 'unknown', createdAtMs: 10, containers: [runningContainer] }),
  imageRow('c', { bytes: 1, createdAtMs: 20, lastUsedAtMs: 7, layerCount: 'unknown' }),
];
const names = (key: ImageSortKey, down: boolean): string =>
  sortImages(rows, { key, down }, placeNames(rows))
    .map((row) => row.tags[0]?.[0])
    .join('');

describe('sortImages', () => {
  it.each<[ImageSortKey, boolean, string]>([
    ['tags', false, 'abc'],
    ['tags', true, 'cba'],
    ['size', true, 'bca'],
    ['size', false, 'cba'],
    ['created', true, 'bca'],
    ['lastUsed', true, 'cba'],
    ['lastUsed', false, 'bca'],
    ['usedBy', true, 'abc'],
    ['layers', true, 'bac'],
    ['base', false, 'abc'],
  ])('by %s, down %s: %s, the unknown last', (key, down, expected) => {
    expect(names(key, down)).toBe(expected);
  });

  it('counts like people: v9 before v10', () => {
    const versions = ['app:v10', 'app:v9'].map((tag) => imageRow(tag, { tags: [tag] }));
    expect(
      sortImages(versions, { key: 'tags', down: false }, placeNames(versions)).map((row) => row.tags[0]),
    ).toEqual(['app:v9', 'app:v10']);
  });
});

it('turns round on a second press, and begins with the largest where that is what people look for', () => {
  const first = nextSort({ key: 'tags', down: false }, 'size');
  expect([first, nextSort(first, 'size'), nextSort(first, 'tags')]).toEqual([
    { key: 'size', down: true },
    { key: 'size', down: false },
    { key: 'tags', down: false },
  ]);
});
