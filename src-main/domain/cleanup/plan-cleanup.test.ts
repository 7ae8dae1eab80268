import { describe, expect, test } from 'vitest';

import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import { type CleanupPolicy, policyOf } from './policy.ts';
import { unknownPicks } from './unknown-picks.ts';
import { makePlan, picked, planLines } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeImage, makeSnapshot } from '#test/support/small-snapshot.ts';

const dangling = policyOf({ kind: 'dangling' });
const unused = policyOf({ kind: 'unused' });

function lines(snapshot: EngineSnapshot, policy: CleanupPolicy): readonly string[] {
  return planLines(makePlan(factsOf(snapshot), policy));
}

describe('dangling', () => {
  test('untagged images go, tagged ones and those in use stay', () => {
    const snapshot = makeSnapshot(
      [makeImage('a'), makeImage('b', { tags: ['app:1'] }), makeImage('c'), makeImage('d')],
      { containers: [makeContainer('box', 'c')] },
    );
    expect(lines(snapshot, dangling)).toEqual([
      'a remove dangling',
      'd remove dangling',
      'b keep tagged',
      'c keep in-use-by-container box',
    ]);
    expect(makePlan(factsOf(snapshot), dangling).frees.total).toEqual({ exact: 200 });
  });

  test('a legacy chain goes from its last step down to the tagged base', () => {
    const snapshot = makeSnapshot([
      makeImage('a', { tags: ['base:1'] }),
      makeImage('b', { parentId: imageId('a') }),
      makeImage('c', { parentId: imageId('b') }),
      makeImage('d', { parentId: imageId('c') }),
    ]);
    expect(lines(snapshot, dangling)).toEqual([
      'd remove dangling',
      'c remove goes-with-child',
      'b remove goes-with-child',
      'a keep tagged',
    ]);
  });

  test('a step another image still stands on stays', () => {
    const snapshot = makeSnapshot([
      makeImage('a'),
      makeImage('b', { parentId: imageId('a') }),
      makeImage('c', { parentId: imageId('a'), tags: ['app:1'] }),
    ]);
    expect(lines(snapshot, dangling)).toEqual(['b remove dangling', 'a keep intermediate', 'c keep tagged']);
  });

  test('a step in use stays, and what was built on it goes', () => {
    const snapshot = makeSnapshot([makeImage('a'), makeImage('b', { parentId: imageId('a') })], {
      containers: [makeContainer('box', 'a')],
    });
    expect(lines(snapshot, dangling)).toEqual(['b remove dangling', 'a keep in-use-by-container box']);
  });

  test('an image only known by digest goes by all its digests', () => {
    const image = makeImage('a', { digests: [`x@${imageId('a')}`, `y@${imageId('a')}`] });
    expect(lines(makeSnapshot([image]), dangling)).toEqual([
      `a remove x@${imageId('a')} y@${imageId('a')} dangling`,
    ]);
  });
});

describe('unused', () => {
  test('all images without a container go, with their tags', () => {
    const snapshot = makeSnapshot(
      [
        makeImage('a', { tags: ['app:1', 'app:2'], digests: [`app@${imageId('a')}`] }),
        makeImage('b'),
        makeImage('c', { tags: ['db:8'] }),
        makeImage('d', { tags: ['mnt:1'] }),
      ],
      { containers: [makeContainer('box', 'c', { mountedImages: ['mnt:1'] })] },
    );
    expect(lines(snapshot, unused)).toEqual([
      'a remove app:1 app:2 unused',
      'b remove unused',
      'c keep in-use-by-container box',
      'd keep mounted-by-container box',
    ]);
  });

  test('what a kept image was built on stays', () => {
    const snapshot = makeSnapshot(
      [
        makeImage('a', { tags: ['base:1'] }),
        makeImage('b', { parentId: imageId('a') }),
        makeImage('c', { parentId: imageId('b'), tags: ['app:1'] }),
        makeImage('d', { parentId: imageId('a'), tags: ['app:0'] }),
      ],
      { containers: [makeContainer('box', 'c')] },
    );
    expect(lines(snapshot, unused)).toEqual([
      'd remove app:0 unused',
      'a keep has-kept-child',
      'b keep intermediate',
      'c keep in-use-by-container box',
    ]);
  });

  test('parents that run in a circle are kept', () => {
    const snapshot = makeSnapshot([
      makeImage('a', { parentId: imageId('b'), tags: ['app:1'] }),
      makeImage('b', { parentId: imageId('a') }),
    ]);
    expect(lines(snapshot, unused)).toEqual(['a keep has-kept-child', 'b keep intermediate']);
  });
});

describe('picked', () => {
  const two = makeImage('a', { tags: ['app:1', 'app:2'] });
  const used = makeSnapshot([two], { containers: [makeContainer('box', 'a')] });

  test('a whole image goes by all its tags', () => {
    expect(lines(makeSnapshot([two]), picked(['a']))).toEqual(['a remove app:1 app:2 picked']);
  });

  test('some of its tags are only dropped, which frees nothing', () => {
    expect(lines(makeSnapshot([two]), picked(['a', ['app:2']]))).toEqual(['a untag app:2 picked']);
    expect(makePlan(factsOf(makeSnapshot([two])), picked(['a', ['app:2']])).frees.total).toEqual({
      exact: 0,
    });
  });

  test('all its tags are the image, picked at once or one by one', () => {
    const whole = ['a remove app:1 app:2 picked'];
    expect(lines(makeSnapshot([two]), picked(['a', ['app:2', 'app:1']]))).toEqual(whole);
    expect(lines(makeSnapshot([two]), picked(['a', ['app:2']], ['a', ['app:1']]))).toEqual(whole);
    expect(lines(makeSnapshot([two]), picked(['a', ['app:2']], ['a']))).toEqual(whole);
  });

  test('an image in use stays, but may lose a tag', () => {
    expect(lines(used, picked(['a']))).toEqual(['a keep in-use-by-container box']);
    expect(lines(used, picked(['a', ['app:1', 'app:2']]))).toEqual(['a keep in-use-by-container box']);
    expect(lines(used, picked(['a', ['app:1']]))).toEqual(['a untag app:1 picked']);
  });

  test('a parent goes only together with its child', () => {
    const snapshot = makeSnapshot([
      makeImage('a', { tags: ['base:1'] }),
      makeImage('b', { tags: ['app:1'], parentId: imageId('a') }),
    ]);
    expect(lines(snapshot, picked(['a']))).toEqual(['a keep has-kept-child', 'b keep not-picked']);
    expect(lines(snapshot, picked(['a'], ['b']))).toEqual([
      'b remove app:1 picked',
      'a remove base:1 picked',
    ]);
    expect(lines(snapshot, picked(['a'], ['b', ['nothing:1']]))).toEqual([
      'a keep has-kept-child',
      'b keep not-picked',
    ]);
  });

  test('nameless steps go along, what was pulled by digest does not', () => {
    const snapshot = makeSnapshot([
      makeImage('a', { digests: [`base@${imageId('a')}`] }),
      makeImage('b', { parentId: imageId('a') }),
      makeImage('c', { tags: ['app:1'], parentId: imageId('b') }),
    ]);
    expect(lines(snapshot, picked(['c']))).toEqual([
      'c remove app:1 picked',
      'b remove goes-with-child',
      'a keep not-picked',
    ]);
  });

  test('a digest beside a tag of its repository is not dropped by itself, one of another repository goes with the image', () => {
    const digests = [`app@${imageId('a')}`, `other@${imageId('a')}`];
    const snapshot = makeSnapshot([makeImage('a', { tags: ['app:1'], digests })]);
    expect(lines(snapshot, picked(['a', [digests[0] ?? '']]))).toEqual(['a keep not-picked']);
    expect(lines(snapshot, picked(['a', [digests[1] ?? '']]))).toEqual([`a untag ${digests[1]} picked`]);
    expect(lines(snapshot, picked(['a', ['app:1']]))).toEqual([`a remove app:1 ${digests[1]} picked`]);
  });

  test('what is not there is left out and can be asked for', () => {
    const snapshot = makeSnapshot([two]);
    const policy = picked(['b'], ['a', ['app:1', 'app:9']]);
    expect(lines(snapshot, policy)).toEqual(['a untag app:1 picked']);
    expect(unknownPicks(snapshot, policy)).toEqual([
      { id: imageId('b'), reference: null },
      { id: imageId('a'), reference: 'app:9' },
    ]);
    expect(unknownPicks(snapshot, unused)).toEqual([]);
  });
});

test('whether it can be had again is said for each item', () => {
  const images = [makeImage('a', { tags: ['x:1'], digests: [`x@${imageId('a')}`] }), makeImage('b')];
  const said = (snapshot: EngineSnapshot): readonly string[] =>
    makePlan(factsOf(snapshot), unused).remove.map(({ recovery }) => recovery.kind);
  expect(said(makeSnapshot(images))).toEqual(['re-pullable', 'local-only']);
  expect(said(makeSnapshot(images, { store: 'containerd' }))).toEqual(['unknown', 'unknown']);
});

test('an image of unknown size makes the promise a lower bound', () => {
  const snapshot = makeSnapshot([makeImage('a'), makeImage('b', { bytes: 'unknown' })]);
  expect(makePlan(factsOf(snapshot), dangling).frees.total).toEqual({ atLeast: 100 });
});

test('the snapshot and the policy stay as they were, and open to change', () => {
  const snapshot = makeSnapshot([makeImage('a'), makeImage('b')], {
    containers: [makeContainer('box', 'a')],
  });
  const policy = picked(['a']);
  const pins = [{ kind: 'image', id: imageId('b') }] as const;
  const made = makePlan(factsOf(snapshot, { pins }), policy);
  expect(Object.isFrozen(made.keep[0]?.containers[0])).toBe(true);
  expect(Object.isFrozen(snapshot.containers[0])).toBe(false);
  expect(Object.isFrozen(policy)).toBe(false);
  expect([made.keep[1]?.pin, Object.isFrozen(pins[0])]).toEqual([pins[0], false]);
});
