import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { arbitrarySnapshot } from '#test/support/arbitrary-snapshot.ts';
import { layeredSnapshot, type LayerSizes } from '#test/support/layered-snapshot.ts';
import { imageId, makeContainer } from '#test/support/small-snapshot.ts';

import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { boundBytes } from '../ledger/byte-bound.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import { buildReclaimModel } from '../ledger/build-reclaim-model.ts';
import { reclaimCalculator } from '../ledger/freed-bytes.ts';
import { imageRelations, type ImageRelations } from './image-relations.ts';
import { chooseFreeBytes, type FreeBytesInput } from './least-regret.ts';
import { emptyPast } from './recorded-past.ts';
import { regretOf } from './regret.ts';

const dayMs = 86_400_000;
const nowMs = 20_000 * dayMs;

/** With all relations: the tests look at children, the choice does not. */
type Input = FreeBytesInput & { readonly relations: ImageRelations };

function inputOf(snapshot: EngineSnapshot, bytes: number, past = emptyPast): Input {
  const reclaim = buildReclaimModel(buildLedger(snapshot), snapshot);
  const places = { enginePlatform: 'linux/amd64', removesPlatforms: false };
  const relations = imageRelations(snapshot);
  const eligible = snapshot.images
    .map(({ id }) => id)
    .filter((id) => relations.containersOf(id).length === 0 && !relations.isIntermediate(id));
  return {
    facts: { snapshot, reclaim, nowMs, pins: [], past, ...places },
    relations,
    eligible: new Set(eligible),
    backOf: () => 'local-only',
    bytes,
  };
}

function choiceOf(images: Readonly<Record<string, LayerSizes>>, bytes: number): readonly string[] {
  const { chosen } = chooseFreeBytes(inputOf(layeredSnapshot(images), bytes));
  return Object.keys(images).filter((name) => chosen.has(imageId(name)));
}

describe('the set that frees so many bytes', () => {
  test('is the one image that is enough', () => {
    expect(choiceOf({ a: { a: 10 }, b: { b: 100 }, c: { c: 50 } }, 60)).toEqual(['b']);
  });

  test('takes images together that free only together', () => {
    expect(
      choiceOf({ a: { base: 500, a: 1 }, b: { base: 500, b: 1 }, c: { c: 90 }, d: { d: 90 } }, 400),
    ).toEqual(['a', 'b']);
  });

  test('is everything that frees anything when there is not enough, and says so', () => {
    const snapshot = layeredSnapshot({ a: { base: 10, a: 5 }, b: { base: 10 }, c: {} });
    const choice = chooseFreeBytes(inputOf(snapshot, 1000));
    expect(choice).toMatchObject({ isEnough: false, most: { exact: 15 } });
    expect([...choice.chosen].sort()).toEqual([imageId('a'), imageId('b')]);
  });

  test('leaves what a container holds, and the layers under it', () => {
    const snapshot = layeredSnapshot({ a: { base: 100, a: 5 }, b: { base: 100, b: 50 } });
    const held = { ...snapshot, containers: [makeContainer('box', 'a')] };
    const choice = chooseFreeBytes(inputOf(held, 60));
    expect(choice).toMatchObject({ isEnough: false, most: { exact: 50 } });
  });

  test('takes what was not used before what was', () => {
    const snapshot = layeredSnapshot({ a: { a: 100 }, b: { b: 100 } });
    const uses = new Map([[imageId('a'), { lastUsedAtMs: nowMs - dayMs, containerName: 'box' }]]);
    const past = { ...emptyPast, usageKnownSinceMs: 0, uses };
    expect([...chooseFreeBytes(inputOf(snapshot, 100, past)).chosen]).toEqual([imageId('b')]);
  });
});

/** Everything a choice takes along: the untagged steps that nothing else needs. */
function goingWith(chosen: ReadonlySet<ImageId>, { relations, facts }: Input): ReadonlySet<ImageId> {
  const going = new Set(chosen);
  for (let before = -1; before !== going.size;) {
    before = going.size;
    for (const { id } of facts.snapshot.images) {
      const children = relations.childrenOf(id);
      const isFree = relations.isIntermediate(id) && relations.containersOf(id).length === 0;
      if (isFree && children.every((child) => going.has(child))) going.add(id);
    }
  }
  return going;
}

function freedBy(chosen: ReadonlySet<ImageId>, input: Input): number {
  return boundBytes(reclaimCalculator(input.facts.reclaim)(goingWith(chosen, input)).total);
}

/** Whether everything built on a chosen image goes as well. */
function isWhole(chosen: ReadonlySet<ImageId>, input: Input): boolean {
  const going = goingWith(chosen, input);
  return [...chosen].every((id) => input.relations.childrenOf(id).every((child) => going.has(child)));
}

const shown = arbitrarySnapshot({
  hidesShares: true,
  hidesStacks: true,
  hasCache: true,
  hasLostImages: true,
});

/** Engines on which some images were built on others step by step; a negative parent is none, circles occur. */
const snapshots = fc
  .record({ shown, parents: fc.array(fc.integer({ min: -4, max: 7 }), { minLength: 8, maxLength: 8 }) })
  .map(({ shown: { snapshot }, parents }) => {
    const images = snapshot.images.map((image, place) => {
      const parent = snapshot.images[parents[place] ?? -1]?.id ?? null;
      return { ...image, parentId: parent, tags: place % 3 === 0 ? [] : [`app:${place}`] };
    });
    return { snapshot: { ...snapshot, images } };
  });

test('no image of the answer can stay without missing the bytes', () => {
  fc.assert(
    fc.property(snapshots, fc.nat(1200), ({ snapshot }, bytes) => {
      const input = inputOf(snapshot, bytes + 1);
      const { chosen, isEnough } = chooseFreeBytes(input);
      expect(isWhole(chosen, input)).toBe(true);
      if (!isEnough) return;
      expect(freedBy(chosen, input)).toBeGreaterThan(bytes);
      for (const id of chosen) {
        const others = new Set([...chosen].filter((other) => other !== id));
        if (isWhole(others, input)) expect(freedBy(others, input)).toBeLessThanOrEqual(bytes);
      }
    }),
    { numRuns: 400 },
  );
});

test('there is an answer whenever there is one, and of few images it is the least of all', () => {
  fc.assert(
    fc.property(snapshots, fc.nat(1200), ({ snapshot }, bytes) => {
      const input = inputOf(snapshot, bytes + 1);
      const { chosen, isEnough } = chooseFreeBytes(input);
      const regret = regretIn(input);
      const least = leastOfAll(input, regret);
      expect(isEnough).toBe(least !== null);
      if (least !== null) expect(regret(chosen)).toBe(least);
    }),
    { numRuns: 150 },
  );
});

test('the same facts give the same answer, in whatever order the engine tells them', () => {
  fc.assert(
    fc.property(snapshots, fc.nat(1200), ({ snapshot }, bytes) => {
      const again = { ...snapshot, images: snapshot.images.toReversed() };
      const answers = [snapshot, again].map((told) =>
        [...chooseFreeBytes(inputOf(told, bytes + 1)).chosen].sort(),
      );
      expect(answers[1]).toEqual(answers[0]);
    }),
    { numRuns: 200 },
  );
});

test('no age is regretted more than a great one, whatever year a reproducible build sets', () => {
  const { facts } = inputOf(layeredSnapshot({ a: { a: 10 } }), 1);
  const [image] = facts.snapshot.images;
  const of = (createdAtMs: number): number => regretOf({ ...image!, createdAtMs }, 'local-only', facts);
  const old = of(nowMs - 400 * dayMs);
  expect([0, Date.UTC(1980, 0, 1), nowMs + 400 * dayMs].map((at) => of(at) > old)).toEqual([
    true,
    true,
    true,
  ]);
});

function regretIn({ facts }: Input): (ids: Iterable<ImageId>) => number {
  const regrets = new Map(
    facts.snapshot.images.map((image) => [image.id, regretOf(image, 'local-only', facts)]),
  );
  return (ids) => [...ids].reduce((sum, id) => sum + (regrets.get(id) ?? 0), 0);
}

/** Weighs every subset. */
function leastOfAll(input: Input, regret: (ids: Iterable<ImageId>) => number): number | null {
  const eligible = [...input.eligible];
  let least: number | null = null;
  for (let bits = 0; bits < 2 ** eligible.length; bits += 1) {
    const chosen = new Set(eligible.filter((_, place) => (bits >> place) & 1));
    const cost = regret(chosen);
    if (least !== null && cost >= least) continue;
    if (isWhole(chosen, input) && freedBy(chosen, input) >= input.bytes) least = cost;
  }
  return least;
}
