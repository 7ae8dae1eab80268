import { expect, it } from 'vitest';

import { toImageId } from '#main/domain/image/hashes.ts';

import { keepsToShow } from './plan-keeps.ts';
import { sampleKeep } from './plan-samples.ts';

const inUse = sampleKeep('web', { reasons: ['in-use-by-container'] });
const basis = { keep: [inUse, sampleKeep('young', { reasons: ['too-young'] })] };

it('says why the policy keeps an image, not that it is unticked', () => {
  const unpicked = { ...inUse, reasons: ['in-use-by-container', 'not-picked'] as const };
  expect(keepsToShow(basis, { keep: [unpicked] })).toEqual([inUse]);
});

it('says of what was left out that it was', () => {
  const left = sampleKeep('app', { reasons: ['not-picked'] });
  expect(keepsToShow(basis, { keep: [left] })).toEqual([left]);
});

it('believes the newer plan where something changed, and the first one while there is no newer', () => {
  const pinned = sampleKeep('web', { reasons: ['pinned'] });
  expect(keepsToShow(basis, { keep: [pinned] })[0]?.reasons).toEqual(['pinned']);
  expect(keepsToShow(basis, null).map(({ id }) => id)).toEqual([toImageId('web'), toImageId('young')]);
});
