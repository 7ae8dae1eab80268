import { describe, expect, test } from 'vitest';

import type {
  EngineContainer,
  EngineImage,
  EngineSnapshot,
  ImageManifest,
} from '../image/engine-snapshot.ts';
import { toManifestDigest } from '../image/hashes.ts';
import { checkPlan } from './check-plan.ts';
import { comparePlan, type PlanComparison } from './compare-plan.ts';
import type { PlanFacts } from './plan-facts.ts';
import { type CleanupPolicy, policyOf } from './policy.ts';
import { binReference } from './recycle-bin.ts';
import { type ShownPlan, toShownPlan } from './shown-plan.ts';
import { makePlan } from '#test/support/plan-lines.ts';
import {
  factsOf,
  imageId,
  makeContainer,
  makeImage,
  makeSnapshot,
  sha256,
} from '#test/support/small-snapshot.ts';

const a = imageId('a');
const app = makeImage('a', { tags: ['app:1', 'app:2'] });
const whole: CleanupPolicy = { kind: 'picked', picks: [{ id: a, references: null }] };
const oneTag: CleanupPolicy = { kind: 'picked', picks: [{ id: a, references: ['app:2'] }] };

function compare(policy: CleanupPolicy, before: EngineSnapshot, now: EngineSnapshot): PlanComparison {
  return comparePlan(toShownPlan(makePlan(factsOf(before), policy)), factsOf(now), sha256);
}

function changesOf(
  policy: CleanupPolicy,
  now: readonly EngineImage[],
  rest: Partial<EngineSnapshot> = {},
): unknown {
  const compared = compare(policy, makeSnapshot([app]), makeSnapshot(now, rest));
  return compared.holds ? 'holds' : compared.changes;
}

describe('a plan still holds when', () => {
  test('another image came', () => {
    expect(changesOf(whole, [app, makeImage('b', { tags: ['new:1'] })])).toBe('holds');
  });

  test('a container of another image came', () => {
    expect(changesOf(whole, [app, makeImage('b')], { containers: [makeContainer('box', 'b')] })).toBe(
      'holds',
    );
  });

  test('an ancestor has become free, which is then left alone', () => {
    const images = [makeImage('b'), makeImage('c', { parentId: imageId('b') })];
    const before = makeSnapshot(images, { containers: [makeContainer('box', 'b')] });
    const compared = compare(policyOf({ kind: 'dangling' }), before, makeSnapshot(images));
    expect(compared.holds && compared.plan.remove.map(({ id }) => id)).toEqual([imageId('c')]);
  });
});

describe('a plan no longer holds when', () => {
  test('its image is gone', () => {
    expect(changesOf(whole, [])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 0 } },
      { kind: 'image-gone', id: a },
    ]);
  });

  test('a tag came or went', () => {
    expect(changesOf(whole, [makeImage('a', { tags: ['app:1', 'app:3'] })])).toEqual([
      { kind: 'reference-gone', id: a, reference: 'app:2' },
      { kind: 'reference-added', id: a, reference: 'app:3' },
    ]);
  });

  test('a dangling image got a tag', () => {
    const before = makeSnapshot([makeImage('a')]);
    const now = makeSnapshot([makeImage('a', { tags: ['app:1'] })]);
    expect(compare(policyOf({ kind: 'dangling' }), before, now)).toEqual({
      holds: false,
      changes: [{ kind: 'reference-added', id: a, reference: 'app:1' }],
    });
  });

  test('the tag to drop is gone, or has become the last one', () => {
    expect(changesOf(oneTag, [makeImage('a', { tags: ['app:1'] })])).toEqual([
      { kind: 'reference-gone', id: a, reference: 'app:2' },
    ]);
    expect(changesOf(oneTag, [makeImage('a', { tags: ['app:2'] })])).toEqual([
      { kind: 'other-bytes', planned: { exact: 0 }, now: { exact: 100 } },
      { kind: 'now-last-reference', id: a },
    ]);
  });

  test('a container came', () => {
    expect(changesOf(whole, [app], { containers: [makeContainer('box', 'a')] })).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 0 } },
      { kind: 'now-in-use', id: a, containers: ['box'] },
    ]);
  });

  test('an image was built on it', () => {
    const child = makeImage('b', { parentId: a, tags: ['child:1'] });
    expect(changesOf(whole, [app, child])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 0 } },
      { kind: 'new-child', id: a, children: [imageId('b')] },
    ]);
  });

  test('it frees other bytes', () => {
    expect(changesOf(whole, [{ ...app, bytes: 90 }])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { exact: 90 } },
    ]);
    expect(changesOf(whole, [{ ...app, bytes: 'unknown' }])).toEqual([
      { kind: 'other-bytes', planned: { exact: 100 }, now: { atLeast: 0 } },
    ]);
  });

  test('another engine answers', () => {
    expect(changesOf(whole, [app], { engineId: 'another' })).toEqual([{ kind: 'other-engine' }]);
    expect(changesOf(whole, [app], { store: 'containerd' })).toEqual([{ kind: 'other-engine' }]);
  });

  test('something else it relied on changed', () => {
    expect(changesOf(whole, [{ ...app, digests: [`app@${a}`] }])).toEqual([{ kind: 'other-facts' }]);
    expect(changesOf(oneTag, [app], { containers: [makeContainer('box', 'a')] })).toEqual([
      { kind: 'other-facts' },
    ]);
  });

  test('the fingerprint is none, or the items were changed on the way', () => {
    const facts = factsOf(makeSnapshot([app, makeImage('b', { bytes: 0 })]));
    const shown: ShownPlan = toShownPlan(makePlan(facts, whole));
    expect(comparePlan({ ...shown, fingerprint: 'x' }, facts, sha256)).toEqual({
      holds: false,
      changes: [{ kind: 'other-facts' }],
    });
    const forged = [
      ...shown.remove,
      { id: imageId('b'), effect: 'remove' as const, references: [], platforms: [] },
    ];
    expect(comparePlan({ ...shown, remove: forged }, facts, sha256).holds).toBe(false);
    const renamed = [{ id: a, effect: 'untag' as const, references: ['app:1'], platforms: [] }];
    expect(comparePlan({ ...shown, remove: renamed }, facts, sha256).holds).toBe(false);
  });
});

test('the plan that runs carries the reasons that were shown, as far as they are known', () => {
  const facts = factsOf(makeSnapshot([makeImage('a')]));
  const shown = toShownPlan(makePlan(facts, policyOf({ kind: 'dangling' })));
  const remove = shown.remove.map((item) => ({ ...item, reasons: ['made-up', ...(item.reasons ?? [])] }));
  const compared = comparePlan({ ...shown, remove }, facts, sha256);
  expect(compared.holds && compared.plan.remove[0]?.reasons).toEqual(['dangling']);
  const silent = comparePlan(
    { ...shown, remove: [{ id: a, effect: 'remove', references: [], platforms: [] }] },
    facts,
    sha256,
  );
  expect(silent.holds && silent.plan.remove[0]?.reasons).toEqual(['picked']);
});

describe('besides, a plan no longer holds when', () => {
  const park = (now: readonly EngineImage[], rest: Partial<PlanFacts> = {}): unknown => {
    const shown = toShownPlan(makePlan(factsOf(makeSnapshot([app])), whole, { park: true }));
    const compared = comparePlan(shown, factsOf(makeSnapshot(now), rest), sha256);
    return compared.holds ? compared.plan.remove.map(({ effect }) => effect) : compared.changes;
  };

  test('what was to be parked is parked already, or has lost a tag; otherwise it is parked', () => {
    expect(park([app])).toEqual(['park']);
    const tags = [binReference(a, 5)];
    expect(park([{ ...app, tags }])).toEqual([
      { kind: 'reference-gone', id: a, reference: 'app:1' },
      { kind: 'reference-gone', id: a, reference: 'app:2' },
      { kind: 'reference-added', id: a, reference: tags[0] },
      { kind: 'now-parked', id: a },
    ]);
    expect(park([{ ...app, tags: [] }])).toEqual([
      { kind: 'reference-gone', id: a, reference: 'app:1' },
      { kind: 'reference-gone', id: a, reference: 'app:2' },
    ]);
  });

  test('its image was pinned', () => {
    const pin = { kind: 'reference', pattern: 'app' } as const;
    expect(park([app], { pins: [pin] })).toEqual([{ kind: 'now-pinned', id: a, pin }]);
  });

  test('an image was built on what was to be parked', () => {
    const child = makeImage('b', { parentId: a });
    expect(park([app, child])).toEqual([{ kind: 'new-child', id: a, children: [imageId('b')] }]);
  });

  describe('a container that was to go first', () => {
    const box = makeContainer('box', 'a');
    const before = factsOf(makeSnapshot([app], { containers: [box] }));
    const shown = toShownPlan(makePlan(before, whole, { containers: [box.id] }));
    const started = (...containers: readonly EngineContainer[]): unknown => {
      const compared = comparePlan(shown, factsOf(makeSnapshot([app], { containers })), sha256);
      return compared.holds ? compared.plan.containers : compared.changes;
    };

    test('still stands: it goes', () => expect(started(box)).toEqual([box]));

    test('runs, or is gone', () => {
      const running = started({ ...box, state: 'running' });
      expect(running).toContainEqual({ kind: 'container-started', container: 'box' });
      expect(running).toContainEqual({ kind: 'now-in-use', id: a, containers: ['box'] });
      expect(started()).toEqual([{ kind: 'container-started', container: 'box' }]);
    });

    test('is not alone any more', () => {
      expect(started(box, makeContainer('new', 'a'))).toContainEqual({
        kind: 'now-in-use',
        id: a,
        containers: ['new'],
      });
    });

    test('goes for another image now', () => {
      expect(started({ ...box, imageId: imageId('dead') })).toEqual([{ kind: 'other-facts' }]);
    });
  });

  describe('of platforms', () => {
    const manifest = (platform: string): ImageManifest => ({
      digest: toManifestDigest(`sha256:${platform}`),
      kind: 'image',
      platform,
      available: true,
      manifestBytes: 1,
      contentBytes: 1,
      unpackedBytes: 1,
    });
    const multi = (...platforms: readonly string[]): EngineImage => ({
      ...app,
      manifests: platforms.map(manifest),
    });
    const factsWith = (image: EngineImage, rest: Partial<PlanFacts> = {}): PlanFacts =>
      factsOf(makeSnapshot([image], { store: 'containerd' }), { removesPlatforms: true, ...rest });
    const shown = toShownPlan(
      makePlan(factsWith(multi('linux/amd64', 'linux/arm64')), policyOf({ kind: 'platforms-never-run' })),
    );
    const stripped = (image: EngineImage, rest: Partial<PlanFacts> = {}): unknown => {
      const compared = comparePlan(shown, factsWith(image, rest), sha256);
      return compared.holds ? compared.plan.remove[0]?.platforms : compared.changes;
    };

    /** Platforms free what nobody can tell before; a plan that is left with none frees exactly nothing. */
    const nothingLeft = { kind: 'other-bytes', planned: { atLeast: 0 }, now: { exact: 0 } };

    test('nothing changed: they go', () => {
      expect(stripped(multi('linux/amd64', 'linux/arm64'))).toEqual(['linux/arm64']);
    });

    test('one came or went, and the last one above all', () => {
      expect(stripped(multi('linux/arm64'))).toEqual([nothingLeft]);
      expect(stripped(multi('linux/amd64'))).toEqual([nothingLeft]);
      expect(stripped(multi('linux/amd64', 'linux/arm64', 'linux/s390x'))).toEqual([{ kind: 'other-facts' }]);
    });

    test('the engine cannot remove them any more, or a container came', () => {
      const both = multi('linux/amd64', 'linux/arm64');
      expect(stripped(both, { removesPlatforms: false })).toEqual([nothingLeft]);
      const used = makeSnapshot([both], { store: 'containerd', containers: [makeContainer('box', 'a')] });
      expect(stripped(both, { snapshot: used })).toEqual([
        nothingLeft,
        { kind: 'now-in-use', id: a, containers: ['box'] },
      ]);
    });
  });
});

describe('emptying the bin', () => {
  const inBin = makeImage('a', { tags: [binReference(a, 5)] });
  const step = makeImage('b');
  const facts = factsOf(makeSnapshot([{ ...inBin, parentId: imageId('b') }, step]));
  const shown = toShownPlan(makePlan(facts, { kind: 'bin', parkedForDays: 0 }));

  test('holds while it lies there, with the steps below it', () => {
    const compared = comparePlan(shown, facts, sha256);
    expect(compared.holds && compared.plan.remove.map(({ reasons }) => reasons)).toEqual([
      ['in-bin'],
      ['goes-with-child'],
    ]);
    expect(compared.holds && checkPlan(compared.plan, facts).ok).toBe(true);
  });

  test('does not when somebody took it out', () => {
    const out = { ...inBin, parentId: imageId('b'), tags: [...inBin.tags, 'back:1'].sort() };
    const compared = comparePlan(shown, factsOf(makeSnapshot([out, step])), sha256);
    expect(!compared.holds && compared.changes).toContainEqual({
      kind: 'reference-added',
      id: a,
      reference: 'back:1',
    });
  });

  test('is nothing an ordinary run does', () => {
    const compared = comparePlan({ ...shown, isBin: false }, facts, sha256);
    expect(!compared.holds && compared.changes).toContainEqual({ kind: 'now-parked', id: a });
  });
});
