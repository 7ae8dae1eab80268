import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { somePins } from '#test/support/arbitrary-policies.ts';
import { makePlan } from '#test/support/plan-lines.ts';
import {
  factsOf,
  imageId,
  makeContainer,
  makeImage,
  makeSnapshot,
  smallSnapshots,
} from '#test/support/small-snapshot.ts';
import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import { goesAlong } from './goes-along.ts';
import { imageRelations } from './image-relations.ts';
import type { Pin } from './pin.ts';
import { pinLookup } from './pin-lookup.ts';

function alongIn(snapshot: EngineSnapshot, pins: readonly Pin[] = []) {
  const relations = imageRelations(snapshot);
  const pinOf = pinLookup(pins);
  return goesAlong(
    snapshot.images.map((image) => ({
      ...image,
      containers: relations.containersOf(image.id),
      pin: pinOf(image),
    })),
  );
}

const steps = [
  makeImage('a', { tags: ['base:1'] }),
  makeImage('b', { parentId: imageId('a') }),
  makeImage('c', { parentId: imageId('b') }),
  makeImage('d', { parentId: imageId('c'), tags: ['app:1'] }),
];

describe('goesAlong', () => {
  test('climbs untagged steps up to what has a name', () => {
    expect([...alongIn(makeSnapshot(steps))([imageId('d')])]).toEqual([
      imageId('d'),
      imageId('c'),
      imageId('b'),
    ]);
  });

  test('stops where somebody else stands on the step', () => {
    const sibling = makeImage('e', { parentId: imageId('b'), tags: ['app:2'] });
    const along = alongIn(makeSnapshot([...steps, sibling]));
    expect([...along([imageId('d')])]).toEqual([imageId('d'), imageId('c')]);
    expect(along([imageId('d'), imageId('e')])).toContain(imageId('b'));
  });

  test('stops where a container stands on the step', () => {
    const snapshot = makeSnapshot(steps, { containers: [makeContainer('x', 'c')] });
    expect([...alongIn(snapshot)([imageId('d')])]).toEqual([imageId('d')]);
  });

  test('stops at a step that is pinned', () => {
    const along = alongIn(makeSnapshot(steps), [{ kind: 'image', id: imageId('c') }]);
    expect([...along([imageId('d')])]).toEqual([imageId('d')]);
  });

  test('takes exactly what the plan for the same images takes', () => {
    fc.assert(
      fc.property(smallSnapshots, fc.infiniteStream(fc.boolean()), somePins, (snapshot, coins, pins) => {
        const picked = snapshot.images.filter(() => coins.next().value).map(({ id }) => id);
        const picks = picked.map((id) => ({ id, references: null }));
        const plan = makePlan(factsOf(snapshot, { pins }), { kind: 'picked', picks });
        const goes = new Set(plan.remove.map(({ id }) => id));
        // What is in use or built upon stays, whatever was ticked; the closure is asked about what really goes.
        const direct = picked.filter((id) => goes.has(id));
        expect([...alongIn(snapshot, pins)(direct)].toSorted()).toEqual([...goes].toSorted());
      }),
    );
  });
});
