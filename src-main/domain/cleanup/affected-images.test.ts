import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import { buildReclaimModel } from '../ledger/build-reclaim-model.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';
import { affectedImages } from './affected-images.ts';
import type { AffectedImage } from './cleanup-plan.ts';
import { policyOf } from './policy.ts';
import { arbitrarySelection, arbitrarySnapshot } from '#test/support/arbitrary-snapshot.ts';
import { containerdImage, layeredSnapshot } from '#test/support/layered-snapshot.ts';
import { makePlan, picked } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeSnapshot } from '#test/support/small-snapshot.ts';

const modelOf = (snapshot: EngineSnapshot): ReclaimModel =>
  buildReclaimModel(buildLedger(snapshot), snapshot);
const idsOf = (names: readonly string[]): ReadonlySet<ImageId> => new Set(names.map(imageId));

function affected(
  snapshot: EngineSnapshot,
  gone: readonly string[],
  held: readonly string[] = [],
): readonly AffectedImage[] {
  const isHeld = (id: ImageId): boolean => idsOf(held).has(id);
  return affectedImages({ reclaim: modelOf(snapshot), gone: idsOf(gone), isHeld });
}

const family = layeredSnapshot({
  a: { base: 100, a: 10 },
  b: { base: 100, b: 10 },
  c: { base: 100, b: 10, c: 1 },
  d: { other: 5 },
});
const exclusive = (name: string): AffectedImage => ({ id: imageId(name), change: 'becomes-exclusive' });
const mayLose = (name: string): AffectedImage => ({ id: imageId(name), change: 'may-lose-layers' });

describe('layers become an image’s own', () => {
  const rows: readonly (readonly [string, readonly string[], readonly AffectedImage[]])[] = [
    ['when nothing goes: none', [], []],
    ['not while two still share them', ['a'], []],
    ['when all that shared them go', ['b', 'c'], [exclusive('a')]],
    ['also those in the middle', ['c'], [exclusive('b')]],
    ['also below others', ['a', 'b'], [exclusive('c')]],
    ['not when what goes shared nothing', ['d'], []],
    ['not when nobody is left', ['a', 'b', 'c'], []],
  ];
  test.each(rows)('%s', (_, gone, expected) => expect(affected(family, gone)).toEqual(expected));
});

describe('on the containerd store', () => {
  const content = { bytes: 50 };
  const images = [
    containerdImage('a', { base: 100 }, content),
    containerdImage('b', { base: 100, app: 10 }, content),
    containerdImage('c', { base: 100, web: 10 }, content),
  ];
  const snapshot = makeSnapshot(images, { store: 'containerd' });

  test('an image whose whole stack only what goes holds besides may lose it', () => {
    expect(affected(snapshot, ['b', 'c'])).toEqual([mayLose('a')]);
    expect(affected(snapshot, ['b'])).toEqual([]);
  });

  test('not when it has layers of its own on top', () => {
    expect(affected(snapshot, ['a', 'c'])).toEqual([exclusive('b')]);
  });

  test('nor when a container holds them', () => {
    expect(affected(snapshot, ['b', 'c'], ['a'])).toEqual([exclusive('a')]);
  });
});

test('a plan names only images it leaves alone', () => {
  const tagged = {
    ...family,
    images: family.images.map((image) => ({ ...image, tags: [`${image.id.slice(7, 8)}:1`, 'x'] })),
  };
  const facts = factsOf(tagged, { reclaim: modelOf(tagged) });
  expect(makePlan(facts, picked(['b'], ['c'])).affected).toEqual([exclusive('a')]);
  // Of `a` a tag goes: it is in the plan itself.
  expect(makePlan(facts, picked(['b'], ['c'], ['a', ['x']])).affected).toEqual([]);
  // Parked images keep their layers.
  expect(makePlan(facts, picked(['b'], ['c']), { park: true }).affected).toEqual([]);
  const used = { ...facts, snapshot: { ...tagged, containers: [makeContainer('box', 'a')] } };
  expect(makePlan(used, policyOf({ kind: 'unused' })).affected).toEqual([exclusive('a')]);
});

test('they are those that held a layer together with what goes, and nobody else does', () => {
  fc.assert(
    fc.property(arbitrarySnapshot({ store: 'classic' }), arbitrarySelection(), ({ snapshot }, picks) => {
      const gone = new Set(picks.flatMap((at) => snapshot.images[at]?.id ?? []));
      const chains = new Map(
        snapshot.images.map(({ id, stacks }) => {
          const layers = stacks === 'unknown' ? [] : stacks.flatMap(({ diffIds }) => diffIds);
          return [id, new Set(layers.map((_, depth) => layers.slice(0, depth + 1).join()))] as const;
        }),
      );
      const expected = snapshot.images.filter(({ id }) => {
        if (gone.has(id)) return false;
        return [...(chains.get(id) ?? [])].some((chain) => {
          const holders = snapshot.images.filter(
            (other) => other.id !== id && chains.get(other.id)?.has(chain),
          );
          return holders.length > 0 && holders.every((holder) => gone.has(holder.id));
        });
      });
      const answer = affectedImages({ reclaim: modelOf(snapshot), gone, isHeld: () => false });
      expect(answer.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 500 },
  );
});
