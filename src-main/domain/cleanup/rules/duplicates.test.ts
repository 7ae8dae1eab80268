import { describe, expect, test } from 'vitest';

import type { EngineImage, ImageManifest, LayerStack } from '../../image/engine-snapshot.ts';
import { toManifestDigest } from '../../image/hashes.ts';
import { policyOf } from '../policy.ts';
import { binReference } from '../recycle-bin.ts';
import { diffId } from '#test/support/layered-snapshot.ts';
import { makePlan, planLines, verdictsOf } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeImage, makeSnapshot } from '#test/support/small-snapshot.ts';

const rule = { kind: 'duplicate' } as const;

function stack(platform: string, ...layers: readonly string[]): LayerStack {
  return { platform, diffIds: layers.map(diffId), unpackedBytes: 10 };
}

function twin(name: string, facts: Partial<EngineImage> = {}): EngineImage {
  return makeImage(name, { stacks: [stack('linux/amd64', 'base', 'app')], ...facts });
}

function verdicts(...images: readonly EngineImage[]): unknown {
  return verdictsOf(factsOf(makeSnapshot(images)), rule);
}

describe('the same layers are', () => {
  const one = stack('linux/amd64', 'base', 'app');
  const rows: readonly (readonly [string, EngineImage['stacks'], EngineImage['stacks'], boolean])[] = [
    ['the same in the same order', [one], [one], true],
    ['not the same top alone', [one], [stack('linux/amd64', 'other', 'app')], false],
    ['not the same base alone', [one], [stack('linux/amd64', 'base')], false],
    ['not in another order', [one], [stack('linux/amd64', 'app', 'base')], false],
    ['not for another platform', [one], [stack('linux/arm64', 'base', 'app')], false],
    [
      'all platforms, in whatever order',
      [one, stack('linux/arm64', 'x')],
      [stack('linux/arm64', 'x'), one],
      true,
    ],
    ['not only some platforms', [one, stack('linux/arm64', 'x')], [one], false],
    ['not unknown layers', 'unknown', 'unknown', false],
    ['not layers that are not there', [stack('linux/amd64')], [stack('linux/amd64')], false],
    ['not no stack at all', [], [], false],
  ];

  test.each(rows)('%s', (_, first, second, isTwin) => {
    const images = [makeImage('a', { stacks: first }), makeImage('b', { stacks: second })];
    expect(verdicts(...images)).toEqual({ a: '-only-copy', b: isTwin ? 'duplicate' : '-only-copy' });
  });

  test('not when a platform is here whose layers nobody read, or one of them has another platform besides', () => {
    const manifest = (platform: string): ImageManifest => ({
      digest: toManifestDigest(`sha256:${platform}`),
      kind: 'image',
      platform,
      available: true,
      manifestBytes: 1,
      contentBytes: 1,
      unpackedBytes: 0,
    });
    const amd64 = manifest('linux/amd64');
    const arm64 = manifest('linux/arm64');
    const only = { a: '-only-copy', b: '-only-copy' };
    expect(
      verdicts(twin('a', { manifests: [amd64, arm64] }), twin('b', { manifests: [amd64, arm64] })),
    ).toEqual(only);
    expect(verdicts(twin('a', { manifests: [amd64] }), twin('b', { manifests: [amd64, arm64] }))).toEqual(
      only,
    );
    const gone = { ...arm64, available: false };
    expect(verdicts(twin('a', { manifests: [amd64] }), twin('b', { manifests: [amd64, gone] }))).toEqual({
      a: '-only-copy',
      b: 'duplicate',
    });
  });
});

describe('the one that stays is', () => {
  const rows: readonly (readonly [string, Partial<EngineImage>, Partial<EngineImage>])[] = [
    ['tagged rather than newer', { createdAtMs: 9 }, { tags: ['b:1'], createdAtMs: 1 }],
    ['newer rather than of a smaller ID', { createdAtMs: 1 }, { createdAtMs: 9 }],
  ];

  test.each(rows)('%s', (_, a, b) => {
    expect(verdicts(twin('a', a), twin('b', b))).toEqual({ a: 'duplicate', b: '-only-copy' });
  });

  test('of the smallest ID where nothing else tells', () => {
    expect(verdicts(twin('c'), twin('a'), twin('b'))).toEqual({
      a: '-only-copy',
      b: 'duplicate',
      c: 'duplicate',
    });
  });

  test('in use rather than pinned, and pinned rather than tagged; these stay besides', () => {
    const snapshot = makeSnapshot(
      [twin('a', { tags: ['a:1'] }), twin('b', { labels: { keep: '' } }), twin('c'), twin('d')],
      { containers: [makeContainer('box', 'd')] },
    );
    const pins = [{ kind: 'label', name: 'keep', value: null }] as const;
    expect(verdictsOf(factsOf(snapshot, { pins }), rule)).toEqual({
      a: 'duplicate',
      b: '-pinned',
      c: 'duplicate',
      d: '-in-use-by-container -only-copy',
    });
    expect(verdictsOf(factsOf({ ...snapshot, containers: [] }, { pins }), rule)).toEqual({
      a: 'duplicate',
      b: '-pinned -only-copy',
      c: 'duplicate',
      d: 'duplicate',
    });
  });

  test('neither in the recycle bin nor a step of another image', () => {
    const parked = twin('a', { tags: [binReference(imageId('a'), 1)] });
    const step = twin('b');
    const child = twin('c', { parentId: imageId('b'), tags: ['c:1'] });
    expect(verdicts(parked, step, child)).toEqual({ a: '-parked', b: '-intermediate', c: '-only-copy' });
  });

  test('not one that another rule takes', () => {
    const facts = factsOf(makeSnapshot([twin('a', { tags: ['a:1'] }), twin('b'), twin('c')]));
    // The tagged one would be kept of the three; the others go for being untagged as well.
    expect(verdictsOf(facts, rule, { kind: 'dangling' })).toEqual({
      a: '-tagged -only-copy',
      b: 'dangling duplicate',
      c: 'dangling duplicate',
    });
    // All three go by themselves, so none is there to make the others duplicates.
    expect(verdictsOf(facts, rule, { kind: 'unused' })).toEqual({ a: 'unused', b: 'unused', c: 'unused' });
  });

  test('not one that bytes are freed with', () => {
    const facts = factsOf(makeSnapshot([twin('a'), twin('b')]));
    const lines = planLines(makePlan(facts, policyOf(rule, { kind: 'free-bytes', bytes: 150 })));
    expect(lines).toEqual(['a remove frees-enough', 'b remove frees-enough']);
  });
});

test('a duplicate something was built on is kept for that', () => {
  const base = twin('a', { tags: ['base:1'], createdAtMs: 1 });
  const child = twin('b', { tags: ['app:1'], parentId: imageId('a'), createdAtMs: 2 });
  expect(verdicts(base, child)).toEqual({ a: '-has-kept-child', b: '-only-copy' });
});

test('all: the one that is kept stays, whatever the other rules say of it', () => {
  const policy = { ...policyOf(rule, { kind: 'unused' }), match: 'all' } as const;
  const facts = factsOf(makeSnapshot([twin('a'), twin('b'), twin('c', { tags: ['c:1'] })]));
  expect(planLines(makePlan(facts, policy))).toEqual([
    'a remove unused duplicate',
    'b remove unused duplicate',
    'c keep only-copy',
  ]);
});
