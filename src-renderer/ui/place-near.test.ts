import { expect, it } from 'vitest';

import { placeNear } from './place-near.ts';

const room = { width: 400, height: 300 };
const box = { width: 100, height: 80 };
const anchor = (left: number, top: number) => ({ left, top, right: left + 40, bottom: top + 20 });

it.each([
  ['below, from its start', anchor(50, 50), {}, { x: 50, y: 74 }],
  ['below, to its end', anchor(200, 50), { align: 'end' }, { x: 140, y: 74 }],
  ['below, in the middle', anchor(200, 50), { align: 'center' }, { x: 170, y: 74 }],
  ['above when there is no room below', anchor(50, 250), {}, { x: 50, y: 166 }],
  ['above when asked for', anchor(50, 150), { side: 'above' }, { x: 50, y: 66 }],
  ['below although above was asked for', anchor(50, 10), { side: 'above' }, { x: 50, y: 34 }],
  ['inside on the right', anchor(390, 50), {}, { x: 292, y: 74 }],
  ['inside on the left', anchor(-30, 50), {}, { x: 8, y: 74 }],
] as const)('%s', (_where, at, options, place) =>
  expect(placeNear(at, { box, room }, options)).toEqual(place),
);

it('stays inside a window that is too low for it', () => {
  expect(placeNear(anchor(50, 20), { box: { width: 100, height: 500 }, room }).y).toBe(8);
});
