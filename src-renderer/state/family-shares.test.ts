import { expect, it } from 'vitest';

import { toImageId } from '#main/domain/image/hashes.ts';
import type { ReclaimModel } from '#main/domain/ledger/reclaim-model.ts';

import { familyShares } from './family-shares.ts';
import { imageRow } from './image-row-samples.ts';

const family = (key: string): ReturnType<typeof imageRow>['family'] => ({
  key,
  label: key,
  hue: 0,
  pattern: 0,
});

it('counts every layer once, under the base its stack starts from', () => {
  const rows = [
    imageRow('a', { family: family('debian') }),
    imageRow('b', { family: family('debian') }),
    imageRow('c', { family: family('alpine') }),
  ];
  const image = (name: string, top: number): ReclaimModel['images'][number] => ({
    id: toImageId(`sha256:${name}`),
    tops: [top],
    content: [],
  });
  const model = {
    // 0 debian (100) ─ 1 a (10), 2 b (unknown); 3 alpine (5); 4 stands on a layer of alpine (200)
    edgeParents: [-1, 0, 0, -1, 3],
    edgeBytes: [100, 10, 'unknown', 5, 200],
    images: [image('a', 1), image('b', 2), image('c', 4)],
  } as const;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shares = familyShares(model as unknown as ReclaimModel, byId);
  expect(shares.map((share) => [share.family.key, share.bytes])).toEqual([
    ['alpine', 205],
    ['debian', 110],
  ]);
});
