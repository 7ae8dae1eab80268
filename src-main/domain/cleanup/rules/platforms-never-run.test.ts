import { describe, expect, test } from 'vitest';

import type { EngineImage, ImageManifest } from '../../image/engine-snapshot.ts';
import { toManifestDigest } from '../../image/hashes.ts';
import type { PlanFacts } from '../plan-facts.ts';
import { policyOf } from '../policy.ts';
import { makePlan, planLines } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeImage, makeSnapshot } from '#test/support/small-snapshot.ts';

const rule = { kind: 'platforms-never-run' } as const;

function manifest(platform: string, facts: Partial<ImageManifest> = {}): ImageManifest {
  return {
    digest: toManifestDigest(`sha256:${platform}`),
    kind: 'image',
    platform,
    available: true,
    manifestBytes: 1,
    contentBytes: 10,
    unpackedBytes: 0,
    ...facts,
  };
}

function image(name: string, ...platforms: readonly string[]): EngineImage {
  return makeImage(name, { tags: [`${name}:1`], manifests: platforms.map((platform) => manifest(platform)) });
}

function facts(images: readonly EngineImage[], rest: Partial<PlanFacts> = {}): PlanFacts {
  return factsOf(makeSnapshot(images, { store: 'containerd' }), { removesPlatforms: true, ...rest });
}

const rows: readonly (readonly [engine: string, platforms: readonly string[], goes: string])[] = [
  ['linux/amd64', ['linux/amd64', 'linux/arm64'], 'linux/arm64'],
  ['linux/amd64', ['linux/s390x', 'linux/arm64/v8', 'linux/amd64'], 'linux/arm64/v8 linux/s390x'],
  ['linux/arm64', ['linux/amd64', 'linux/arm64/v8'], 'linux/amd64'],
  ['linux/arm64/v8', ['linux/arm64', 'linux/ppc64le'], 'linux/ppc64le'],
  ['linux/amd64', ['linux/amd64/v1', 'linux/amd64/v3', 'linux/riscv64'], 'linux/riscv64'],
  ['linux/amd64', ['linux/386', 'linux/amd64', 'linux/arm/v7'], 'linux/arm/v7'],
  ['linux/arm64', ['linux/arm/v7', 'linux/arm64', 'linux/386'], 'linux/386'],
  ['linux/amd64', ['linux/amd64', 'windows/amd64'], 'windows/amd64'],
  ['linux/amd64', ['linux/amd64', 'linux/arm64', 'linux/arm64'], 'linux/arm64'],
  ['linux/amd64', ['linux/386', 'linux/arm64'], 'linux/arm64'],
  // Never the last one, and nothing where the engine's own is not among them.
  ['linux/amd64', ['linux/amd64'], ''],
  ['linux/amd64', ['linux/arm64', 'linux/s390x'], ''],
  ['linux/amd64', ['linux/amd64', 'linux/386'], ''],
  ['linux/amd64', [], ''],
  // What has no platform is none.
  ['linux/amd64', ['linux/amd64', 'unknown/unknown', ''], ''],
];

describe('on an engine that runs', () => {
  test.each(rows)('%s, of %j goes: %s', (enginePlatform, platforms, goes) => {
    const lines = planLines(makePlan(facts([image('a', ...platforms)], { enginePlatform }), policyOf(rule)));
    const gone = `a remove-platforms ${goes} platforms-never-run`;
    expect(lines).toEqual([goes === '' ? 'a keep no-other-platforms' : gone]);
  });
});

test('attestations and what is not here are no platforms to remove', () => {
  const manifests = [
    manifest('linux/amd64'),
    manifest('linux/arm64', { available: false }),
    manifest('linux/s390x', { kind: 'attestation' }),
    manifest('linux/mips', { kind: 'other' }),
  ];
  const plan = makePlan(facts([makeImage('a', { manifests })]), policyOf(rule));
  expect(planLines(plan)).toEqual(['a keep no-other-platforms']);
});

test('an image a container uses or mounts, or a pin holds, loses nothing', () => {
  const images = ['a', 'b', 'c', 'd'].map((name) => image(name, 'linux/amd64', 'linux/arm64'));
  const snapshot = makeSnapshot(images, {
    store: 'containerd',
    containers: [makeContainer('box', 'a', { mountedImages: ['b:1'] })],
  });
  const pins = [{ kind: 'image', id: imageId('c') }] as const;
  const plan = makePlan(factsOf(snapshot, { removesPlatforms: true, pins }), policyOf(rule));
  expect(planLines(plan)).toEqual([
    'd remove-platforms linux/arm64 platforms-never-run',
    'a keep in-use-by-container box',
    'b keep mounted-by-container box',
    'c keep pinned',
  ]);
});

test('what it frees is not promised', () => {
  const plan = makePlan(facts([image('a', 'linux/amd64', 'linux/arm64')]), policyOf(rule));
  expect(plan.remove[0]?.frees).toEqual({ atLeast: 0 });
  expect(plan.frees.total).toEqual({ atLeast: 0 });
});

test.each([
  ['cannot remove single platforms', { removesPlatforms: false }],
  ['did not say what it runs', { enginePlatform: '' }],
])('an engine that %s keeps them all, and the plan says so', (_, rest) => {
  const plan = makePlan(facts([image('a', 'linux/amd64', 'linux/arm64')], rest), policyOf(rule));
  expect(planLines(plan)).toEqual(['a keep no-other-platforms']);
  expect(plan.notes).toEqual([{ kind: 'rule-unsupported', rule: 'platforms-never-run' }]);
});

describe('together with other rules', () => {
  const two = [image('a', 'linux/amd64', 'linux/arm64'), image('b', 'linux/amd64')];
  const used = makeSnapshot(two, { store: 'containerd', containers: [makeContainer('box', 'b')] });
  const both = [{ kind: 'unused' }, rule] as const;

  test('any: an image that goes as a whole loses no platforms first', () => {
    const plan = makePlan(factsOf(used, { removesPlatforms: true }), policyOf(...both));
    expect(planLines(plan)).toEqual([
      'a remove a:1 unused',
      'b keep in-use-by-container no-other-platforms box',
    ]);
  });

  test('all: only platforms go', () => {
    const policy = { ...policyOf(...both), match: 'all' } as const;
    const plan = makePlan(factsOf(used, { removesPlatforms: true }), policy);
    expect(planLines(plan)).toEqual([
      'a remove-platforms linux/arm64 unused platforms-never-run',
      'b keep in-use-by-container no-other-platforms box',
    ]);
  });

  test('all: bytes of platforms count for nothing where bytes are asked for', () => {
    const policy = { ...policyOf({ kind: 'free-bytes', bytes: 1 }, rule), match: 'all' } as const;
    const plan = makePlan(facts(two), policy);
    expect(plan.remove).toEqual([]);
    expect(plan.notes).toEqual([{ kind: 'not-enough', asked: 1, most: { exact: 0 } }]);
  });
});
