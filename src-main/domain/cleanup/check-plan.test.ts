import { describe, expect, test } from 'vitest';

import type { ImageManifest } from '../image/engine-snapshot.ts';
import { toManifestDigest } from '../image/hashes.ts';
import { checkPlan } from './check-plan.ts';
import type { CleanupPlan, PlannedRemoval } from './cleanup-plan.ts';
import { policyOf } from './policy.ts';
import { binReference } from './recycle-bin.ts';
import { makePlan } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeImage, makeSnapshot } from '#test/support/small-snapshot.ts';

function manifest(platform: string): ImageManifest {
  const sizes = { manifestBytes: 1, contentBytes: 1, unpackedBytes: 1 };
  return { digest: toManifestDigest(platform), kind: 'image', platform, available: true, ...sizes };
}

const inBin = binReference(imageId('e'), 5);
const platforms = ['linux/amd64', 'linux/arm64'];
const facts = factsOf(
  makeSnapshot(
    [
      makeImage('a'),
      makeImage('b', { parentId: imageId('a') }),
      makeImage('c', { tags: ['app:1', 'app:2'], manifests: platforms.map(manifest) }),
      makeImage('d', { tags: ['db:8'] }),
      makeImage('e', { tags: [inBin] }),
      makeImage('f', { labels: { keep: '' } }),
    ],
    { containers: [makeContainer('box', 'd'), makeContainer('other', 'dead', { state: 'running' })] },
  ),
  { pins: [{ kind: 'label', name: 'keep', value: null }], removesPlatforms: true },
);
const [box, other] = facts.snapshot.containers as [
  CleanupPlan['containers'][0],
  CleanupPlan['containers'][0],
];
const good = makePlan(facts, policyOf({ kind: 'unused' }));

function removal(name: string, rest: Partial<PlannedRemoval> = {}): PlannedRemoval {
  return {
    id: imageId(name),
    effect: 'remove',
    references: [],
    platforms: [],
    reasons: ['picked'],
    recovery: { kind: 'local-only', pullFrom: [], builtBy: null },
    frees: { exact: 0 },
    ...rest,
  };
}

/** The good plan with one image treated otherwise. */
function withItem(item: PlannedRemoval, rest: Partial<CleanupPlan> = {}): CleanupPlan {
  const others = <T extends { id: string }>(list: readonly T[]): T[] =>
    list.filter(({ id }) => id !== item.id);
  return { ...good, remove: [...others(good.remove), item], keep: others(good.keep), ...rest };
}

function keeps(...names: readonly string[]): CleanupPlan['keep'] {
  return names.map((name) => ({ id: imageId(name), reasons: ['not-picked'], containers: [], pin: null }));
}

const ofC = (rest: Partial<PlannedRemoval>): CleanupPlan => withItem(removal('c', rest));
const strip = (...gone: readonly string[]): CleanupPlan =>
  ofC({ effect: 'remove-platforms', platforms: gone });
const bin = { kind: 'bin', parkedForDays: 0 } as const;

const passing: readonly (readonly [string, CleanupPlan])[] = [
  ['of the planner', good],
  ['that drops a tag', ofC({ effect: 'untag', references: ['app:1'] })],
  ['that parks', ofC({ effect: 'park', references: ['app:1', 'app:2'] })],
  ['that strips', strip('linux/arm64')],
  [
    'with a container that goes first',
    withItem(removal('d', { references: ['db:8'] }), { containers: [box] }),
  ],
  ['that empties the bin', { ...makePlan(facts, bin) }],
];

const broken: readonly (readonly [string, CleanupPlan])[] = [
  ['the plan was made for another engine', { ...good, engineId: 'another' }],
  ['is in the plan twice', { ...good, remove: [...good.remove, removal('d')] }],
  ['or the engine does not hold it', { ...good, remove: [...good.remove, removal('9')] }],
  ['the plan does not speak of', { ...good, keep: [] }],
  ['has no reason', ofC({ references: ['app:1', 'app:2'], reasons: [] })],
  ['is held by container box', withItem(removal('d', { references: ['db:8'] }))],
  ['is held by container box', withItem(removal('d', { effect: 'park', references: ['db:8'] }))],
  ['is removed before', { ...good, remove: good.remove.toReversed() }],
  [
    'which was built on it',
    { ...withItem(removal('a')), remove: [removal('a')], keep: [...good.keep, ...keeps('b', 'c')] },
  ],
  ['is removed without all its references', ofC({ references: ['app:1'] })],
  ['is removed without all its references', ofC({ references: ['app:1', 'app:3'] })],
  ['is parked without all its references', ofC({ effect: 'park', references: ['app:1'] })],
  [
    'is parked without a tag to give back',
    { ...good, remove: [removal('b', { effect: 'park' })], keep: [...good.keep, ...keeps('a', 'c')] },
  ],
  ['is untagged of nothing', ofC({ effect: 'untag' })],
  ['app:9 is no reference of', ofC({ effect: 'untag', references: ['app:9'] })],
  ['would lose all its references', ofC({ effect: 'untag', references: ['app:1', 'app:2'] })],
  ['is stripped of no platform', strip()],
  ['linux/s390x is no platform of', strip('linux/s390x')],
  ['linux/arm64 is no platform of', strip('linux/arm64', 'linux/arm64')],
  ['would lose all its platforms', strip(...platforms)],
  [
    'loses references besides',
    ofC({ effect: 'remove-platforms', platforms: ['linux/arm64'], references: ['app:1'] }),
  ],
  ['loses platforms besides', ofC({ references: ['app:1', 'app:2'], platforms: ['linux/arm64'] })],
  ['is pinned', withItem(removal('f'))],
  ['is pinned', withItem(removal('f', { effect: 'untag', references: ['x'] }))],
  ['lies in the recycle bin', withItem(removal('e', { references: [inBin] }))],
  ['does not lie in the recycle bin', { ...good, policy: bin }],
  ['a container is to go that runs or is not there', { ...good, containers: [other] }],
  ['a container is to go that runs or is not there', { ...good, containers: [{ ...box, id: other.id }] }],
  ['a container is to go that runs or is not there', { ...good, containers: [box, box] }],
  ['container box is to go for nothing', { ...good, containers: [box] }],
];

describe('a plan passes', () => {
  test.each(passing)('%s', (_, plan) => expect(checkPlan(plan, facts)).toEqual({ ok: true, value: plan }));
});

describe('a plan does not pass when', () => {
  test.each(broken)('%s', (words, plan) => {
    const checked = checkPlan(plan, facts);
    expect(checked).toMatchObject({ ok: false });
    expect(!checked.ok && checked.problem).toContain(words);
  });

  test('the engine removes no platforms', () => {
    const checked = checkPlan(strip('linux/arm64'), { ...facts, removesPlatforms: false });
    expect(!checked.ok && checked.problem).toContain('the engine removes no platforms');
  });

  test('a pin of its own policy is broken', () => {
    const pins = [{ kind: 'reference', pattern: 'app' }] as const;
    const plan = { ...good, policy: { ...policyOf({ kind: 'unused' }), pins } };
    const checked = checkPlan(plan, facts);
    expect(!checked.ok && checked.problem).toContain('is pinned');
  });
});
