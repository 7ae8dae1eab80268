import { expect, test } from 'vitest';

import { planFrees, type PlanBesides } from './plan-frees.ts';

const images = { total: { exact: 30 }, layers: { exact: 20 }, content: { exact: 10 }, doubts: [] };
const nothing: PlanBesides = { store: 'containerd', effects: ['remove', 'untag', 'park'], containerCount: 0 };

const exact: readonly (readonly [string, Partial<PlanBesides>])[] = [
  ['a plan of images alone', {}],
  [
    'containers of the classic store, whose own layers the engine does not count',
    { store: 'classic', containerCount: 2 },
  ],
];

test.each(exact)('stays exact: %s', (_, besides) => {
  expect(planFrees(images, { ...nothing, ...besides })).toBe(images);
});

test('a container of the containerd store frees more than the images', () => {
  expect(planFrees(images, { ...nothing, containerCount: 1 })).toEqual({
    total: { atLeast: 30 },
    layers: { atLeast: 20 },
    content: { exact: 10 },
    doubts: ['container-goes'],
  });
});

test('a plan of platforms alone does not promise that nothing comes free', () => {
  const none = { total: { exact: 0 }, layers: { exact: 0 }, content: { exact: 0 }, doubts: [] };
  expect(planFrees(none, { ...nothing, effects: ['remove-platforms'] })).toEqual({
    total: { atLeast: 0 },
    layers: { atLeast: 0 },
    content: { atLeast: 0 },
    doubts: ['content-shared'],
  });
});
