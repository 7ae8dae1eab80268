import { expect, test } from 'vitest';

import { toImageId, type ImageId } from '../image/hashes.ts';
import { familyBytes } from './family-bytes.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(toImageId) as [ImageId, ImageId, ImageId, ImageId];
const debian = { key: 'debian', hue: 10 };
const alpine = { key: 'alpine', hue: 200 };
const families = new Map([
  [a, debian],
  [b, debian],
  [c, alpine],
]);

/** `a` and `b` share 100 bytes that come free only with both. */
const calculate = (ids: Iterable<ImageId>) => {
  const going = new Set(ids);
  const bytes = (going.has(a) ? 10 : 0) + (going.has(a) && going.has(b) ? 100 : 0) + (going.has(c) ? 50 : 0);
  const layers = going.has(c) ? ({ atLeast: bytes } as const) : ({ exact: bytes } as const);
  return { total: layers, layers, content: { exact: 0 }, doubts: [] };
};

const split = (ids: readonly ImageId[]) => familyBytes(ids, (id) => families.get(id), calculate);

test('what several images of a base hold together counts for their base, largest first', () => {
  expect(split([c, a, b])).toEqual([
    { family: debian, bytes: 110 },
    { family: alpine, bytes: 50 },
  ]);
});

test('a base that frees nothing and an image without one are left out', () => {
  expect(split([b, d])).toEqual([]);
});
