import { describe, expect, test } from 'vitest';

import type { ContainerState, EngineImage } from '../image/engine-snapshot.ts';
import { toContainerId } from '../image/hashes.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import { buildReclaimModel } from '../ledger/build-reclaim-model.ts';
import type { PlanFacts } from './plan-facts.ts';
import { type CleanupPolicy, policyOf } from './policy.ts';
import { binReference, binRepository } from './recycle-bin.ts';
import { type LayerSizes, layeredSnapshot } from '#test/support/layered-snapshot.ts';
import { makePlan, picked, planLines } from '#test/support/plan-lines.ts';
import {
  factsOf,
  imageId,
  makeContainer,
  makeImage,
  makeSnapshot,
  smallNowMs,
} from '#test/support/small-snapshot.ts';

const unused = policyOf({ kind: 'unused' });
const dayMs = 86_400_000;

/** An image that was parked so many days ago. */
function parked(name: string, daysAgo: number, facts: Partial<EngineImage> = {}): EngineImage {
  return makeImage(name, { tags: [binReference(imageId(name), smallNowMs - daysAgo * dayMs)], ...facts });
}

/** Facts in which layers are shared as they are on disk. */
function layered(images: Readonly<Record<string, LayerSizes>>, tags: readonly string[]): PlanFacts {
  const plain = layeredSnapshot(images);
  const snapshot = {
    ...plain,
    images: plain.images.map((image, at) => ({ ...image, tags: [tags[at] ?? ''].filter(Boolean) })),
  };
  return factsOf(snapshot, { reclaim: buildReclaimModel(buildLedger(snapshot), snapshot) });
}

describe('parking instead of removing', () => {
  const mixed = factsOf(
    makeSnapshot([
      makeImage('a', { tags: ['app:1', 'app:2'] }),
      makeImage('b'),
      makeImage('c', { digests: [`pulled@${imageId('c')}`] }),
    ]),
  );

  test('is for tagged images; others are removed all the same', () => {
    expect(planLines(makePlan(mixed, unused, { park: true }))).toEqual([
      'a park app:1 app:2 unused',
      'b remove unused',
      `c remove pulled@${imageId('c')} unused`,
    ]);
  });

  test('frees nothing until the bin is emptied', () => {
    const plan = makePlan(mixed, unused, { park: true });
    expect(plan.frees.total).toEqual({ exact: 200 });
    expect(plan.freesWhenEmptied).toEqual({ exact: 100 });
    expect(plan.remove.map(({ frees }) => frees)).toEqual([{ exact: 0 }, { exact: 100 }, { exact: 100 }]);
    expect(makePlan(mixed, unused).freesWhenEmptied).toEqual({ exact: 0 });
  });

  test('also for what was picked; a tag that is dropped is only dropped', () => {
    expect(planLines(makePlan(mixed, picked(['a']), { park: true }))).toContain('a park app:1 app:2 picked');
    expect(planLines(makePlan(mixed, picked(['a', ['app:1']]), { park: true }))).toContain(
      'a untag app:1 picked',
    );
  });

  test('keeps what a parked image was built on', () => {
    const chain = factsOf(
      makeSnapshot([
        makeImage('a', { tags: ['base:1'] }),
        makeImage('b', { parentId: imageId('a') }),
        makeImage('c', { parentId: imageId('b'), tags: ['app:1'] }),
      ]),
    );
    const plan = makePlan(chain, unused, { park: true });
    expect(planLines(plan)).toEqual(['c park app:1 unused', 'a keep has-kept-child', 'b keep intermediate']);
    // Emptying the bin takes the step along.
    expect(plan.freesWhenEmptied).toEqual({ exact: 200 });
  });

  test('what emptying frees besides counts layers shared with what is removed now', () => {
    const facts = layered({ a: { base: 100, a: 10 }, b: { base: 100, b: 1 }, c: { base: 100 } }, ['a:1']);
    const plan = makePlan(facts, unused, { park: true });
    expect(planLines(plan)).toEqual(['a park a:1 unused', 'b remove unused', 'c remove unused']);
    expect(plan.frees.total).toEqual({ exact: 1 });
    expect(plan.freesWhenEmptied).toEqual({ exact: 110 });
  });

  test('beside a promise that is a lower bound, only what is certainly added counts', () => {
    const images = [makeImage('a', { tags: ['a:1'], bytes: 70 }), makeImage('b', { bytes: 'unknown' })];
    const plan = makePlan(factsOf(makeSnapshot(images)), unused, { park: true });
    expect([plan.frees.total, plan.freesWhenEmptied]).toEqual([{ atLeast: 0 }, { atLeast: 70 }]);
    const [hidden, plain] = [
      makeImage('a', { tags: ['a:1'], bytes: 'unknown' }),
      makeImage('b', { bytes: 30 }),
    ];
    const other = makePlan(factsOf(makeSnapshot([hidden, plain])), unused, { park: true });
    expect([other.frees.total, other.freesWhenEmptied]).toEqual([{ exact: 30 }, { atLeast: 0 }]);
  });
});

describe('emptying the bin', () => {
  const bin = (parkedForDays: number): CleanupPolicy => ({ kind: 'bin', parkedForDays });
  const facts = factsOf(
    makeSnapshot([parked('a', 10), parked('b', 3), makeImage('c', { tags: ['c:1'] }), makeImage('d')]),
  );
  const [inA, inB] = facts.snapshot.images.map(({ tags }) => tags[0]);

  test('takes what was parked long enough ago, and nothing else', () => {
    expect(planLines(makePlan(facts, bin(7)))).toEqual([
      `a remove ${inA} in-bin`,
      'b keep not-in-bin',
      'c keep not-in-bin',
      'd keep not-in-bin',
    ]);
    expect(planLines(makePlan(facts, bin(3)))).toContain(`b remove ${inB} in-bin`);
    expect(planLines(makePlan(facts, bin(11)))).toContain('a keep not-in-bin');
  });

  test('0 days take everything in it, even from tomorrow', () => {
    const tomorrow = factsOf(makeSnapshot([parked('a', -1)]));
    expect(makePlan(tomorrow, bin(0)).remove).toHaveLength(1);
    expect(makePlan(tomorrow, bin(1)).remove).toHaveLength(0);
  });

  test('never parks again', () => {
    expect(makePlan(facts, bin(0), { park: true }).remove.map(({ effect }) => effect)).toEqual([
      'remove',
      'remove',
    ]);
  });

  test('an image parked twice lies there since the last time', () => {
    const twice = parked('a', 10);
    const tags = [...twice.tags, ...parked('a', 2).tags].sort();
    const again = factsOf(makeSnapshot([{ ...twice, tags }]));
    expect(makePlan(again, bin(5)).remove).toHaveLength(0);
    expect(makePlan(again, bin(2)).remove[0]?.references).toEqual(tags);
  });

  test('leaves alone what somebody pulled by digest since: it has a name again', () => {
    const own = `${binRepository}@sha256:${'d'.repeat(64)}`;
    const pulled = factsOf(
      makeSnapshot([
        parked('a', 9, { digests: [own] }),
        parked('b', 9, { digests: [own, `team/app@sha256:${'d'.repeat(64)}`] }),
      ]),
    );
    expect(makePlan(pulled, bin(0)).remove.map(({ id }) => id)).toEqual([imageId('a')]);
    // Then it is one like any other.
    expect(makePlan(pulled, unused).remove.map(({ id }) => id)).toEqual([imageId('b')]);
  });

  test('spares what a container uses, a pin holds, or an image was built on', () => {
    const images = [
      parked('a', 9),
      parked('b', 9),
      parked('c', 9),
      makeImage('d', { parentId: imageId('c') }),
    ];
    const held = factsOf(makeSnapshot(images, { containers: [makeContainer('box', 'a')] }), {
      pins: [{ kind: 'image', id: imageId('b') }],
    });
    expect(planLines(makePlan(held, bin(1)))).toEqual([
      'a keep in-use-by-container box',
      'b keep pinned',
      'c keep has-kept-child',
      'd keep not-in-bin',
    ]);
  });

  test('takes nameless steps along, and spares what was pulled by digest', () => {
    const steps = [
      makeImage('a', { digests: [`base@${imageId('a')}`] }),
      makeImage('b', { parentId: imageId('a') }),
      parked('c', 9, { parentId: imageId('b') }),
    ];
    const lines = planLines(makePlan(factsOf(makeSnapshot(steps)), bin(1)));
    expect(lines.slice(1)).toEqual(['b remove goes-with-child', 'a keep not-in-bin']);
  });

  test('only that touches it: what is picked in it stays', () => {
    expect(planLines(makePlan(facts, picked(['a'], ['b', [inB ?? '']])))).toEqual([
      'a keep parked',
      'b keep parked',
      'c keep not-picked',
      'd keep not-picked',
    ]);
  });
});

describe('stopped containers that may go first', () => {
  const containers = [makeContainer('c1', 'a'), makeContainer('c2', 'b', { mountedImages: ['mnt:1'] })];
  const snapshot = makeSnapshot(
    [
      makeImage('a', { tags: ['a:1'] }),
      makeImage('b', { tags: ['b:1'] }),
      makeImage('c', { tags: ['mnt:1'] }),
    ],
    { containers },
  );
  const ids = (...names: readonly string[]): ReturnType<typeof toContainerId>[] => names.map(toContainerId);

  test('are listed, and their images go', () => {
    const plan = makePlan(factsOf(snapshot), unused, { containers: ids('c2', 'c1') });
    expect(plan.containers).toEqual(containers);
    expect(planLines(plan)).toEqual(['a remove a:1 unused', 'b remove b:1 unused', 'c remove mnt:1 unused']);
  });

  test('are left alone when nobody named them', () => {
    const plan = makePlan(factsOf(snapshot), unused, { containers: ids('c1', 'nobody') });
    expect(plan.containers.map(({ id }) => id)).toEqual(['c1']);
    expect(planLines(plan)).toEqual([
      'a remove a:1 unused',
      'b keep in-use-by-container c2',
      'c keep mounted-by-container c2',
    ]);
  });

  test('are left alone when their images stay all the same', () => {
    const pins = [{ kind: 'reference', pattern: 'a' }] as const;
    const plan = makePlan(factsOf(snapshot, { pins }), unused, { containers: ids('c1') });
    expect(plan.containers).toEqual([]);
    expect(planLines(plan)[0]).toBe('a keep pinned in-use-by-container c1');
  });

  test('go for an image they only mount', () => {
    const plan = makePlan(factsOf(snapshot), picked(['c']), { containers: ids('c1', 'c2') });
    expect(plan.containers.map(({ id }) => id)).toEqual(['c2']);
    expect(planLines(plan)).toEqual([
      'c remove mnt:1 picked',
      'a keep in-use-by-container not-picked c1',
      'b keep not-picked',
    ]);
  });

  test('are not needed to drop a tag', () => {
    const two = makeSnapshot([makeImage('a', { tags: ['a:1', 'a:2'] })], {
      containers: [makeContainer('c1', 'a')],
    });
    const plan = makePlan(factsOf(two), picked(['a', ['a:1']]), { containers: ids('c1') });
    expect([plan.containers, planLines(plan)]).toEqual([[], ['a untag a:1 picked']]);
  });

  test('go before an image is parked as well', () => {
    const plan = makePlan(factsOf(snapshot), picked(['a']), { park: true, containers: ids('c1') });
    expect(plan.containers.map(({ id }) => id)).toEqual(['c1']);
    expect(planLines(plan)[0]).toBe('a park a:1 picked');
  });

  const states: readonly (readonly [ContainerState, boolean])[] = [
    ['created', true],
    ['exited', true],
    ['dead', true],
    ['running', false],
    ['paused', false],
    ['restarting', false],
    ['removing', false],
    ['stopping', false],
    ['unknown', false],
  ];

  test.each(states)('one that is %s goes: %s', (state, goes) => {
    const one = makeSnapshot([makeImage('a')], { containers: [makeContainer('c1', 'a', { state })] });
    const plan = makePlan(factsOf(one), unused, { containers: ids('c1') });
    expect([plan.containers.length, plan.remove.length]).toEqual(goes ? [1, 1] : [0, 0]);
  });

  test('leave the image to other containers', () => {
    const both = { ...snapshot, containers: [...containers, makeContainer('c3', 'a', { state: 'running' })] };
    const plan = makePlan(factsOf(both), unused, { containers: ids('c1', 'c3') });
    expect(plan.containers).toEqual([]);
    expect(planLines(plan)[0]).toBe('a keep in-use-by-container c1 c3');
  });
});
