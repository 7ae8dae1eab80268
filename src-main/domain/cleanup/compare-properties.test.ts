import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';

import type { EngineImage } from '../image/engine-snapshot.ts';
import { checkPlan } from './check-plan.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import { comparePlan } from './compare-plan.ts';
import { imageRelations } from './image-relations.ts';
import { pinLookup } from './pin-lookup.ts';
import type { PlanFacts } from './plan-facts.ts';
import { withoutContainers } from './plan-index.ts';
import { binReference, isParked } from './recycle-bin.ts';
import { type ShownPlan, toShownPlan } from './shown-plan.ts';
import { planCases, someFacts } from '#test/support/arbitrary-policies.ts';
import { makePlan } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeImage, sha256 } from '#test/support/small-snapshot.ts';

// Many small plans: a busy machine needs longer than usual.
vi.setConfig({ testTimeout: 60_000 });

/** What somebody else may do between a plan and its run, by the place of an image. */
const deeds = [
  'tag',
  'untag',
  'move',
  'remove',
  'park',
  'pin',
  'run',
  'start',
  'stop',
  'build',
  'pull',
  'nothing',
] as const;
const meddling = fc.array(fc.record({ deed: fc.constantFrom(...deeds), at: fc.nat(7) }), {
  minLength: 1,
  maxLength: 3,
});

function meddle(facts: PlanFacts, deed: (typeof deeds)[number], at: number): PlanFacts {
  const { snapshot } = facts;
  const image = snapshot.images[at % Math.max(1, snapshot.images.length)];
  if (image === undefined) return facts;
  const name = image.id.slice(7, 8);
  const change = (changed: Partial<EngineImage>): PlanFacts =>
    withImages(
      facts,
      snapshot.images.map((other) => (other === image ? { ...other, ...changed } : other)),
    );
  switch (deed) {
    case 'tag':
      return change({ tags: [...image.tags, 'meddled:1'].sort() });
    case 'untag':
      return change({ tags: image.tags.slice(1) });
    case 'move':
      return withImages(
        facts,
        snapshot.images.map((other, place) => ({
          ...other,
          tags:
            place === (at + 1) % snapshot.images.length
              ? [...new Set([...other.tags, ...image.tags])].sort()
              : other === image
                ? []
                : other.tags,
        })),
      );
    case 'remove':
      return withImages(
        facts,
        snapshot.images.filter((other) => other !== image),
      );
    case 'park':
      return change({ tags: [binReference(image.id, 7)], digests: [] });
    case 'pin':
      return { ...facts, pins: [...facts.pins, { kind: 'image', id: image.id }] };
    case 'run':
      return withContainers(facts, [
        ...snapshot.containers,
        makeContainer('meddled', name, { state: 'running' }),
      ]);
    case 'start':
      return withContainers(
        facts,
        snapshot.containers.map((box) => ({ ...box, state: 'running' })),
      );
    case 'stop':
      return withContainers(
        facts,
        snapshot.containers.map((box) => ({ ...box, state: 'exited' })),
      );
    case 'build':
      return withImages(facts, [
        ...snapshot.images.filter(({ id }) => id !== imageId('f')),
        makeImage('f', { parentId: image.id, bytes: 0 }),
      ]);
    case 'pull':
      return change({ digests: [...image.digests, `meddled@${image.id}`].sort() });
    case 'nothing':
      return facts;
  }
}

function withImages(facts: PlanFacts, images: readonly EngineImage[]): PlanFacts {
  const { snapshot, reclaim } = factsOf({
    ...facts.snapshot,
    images: images.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  });
  return { ...facts, snapshot, reclaim };
}

function withContainers(facts: PlanFacts, containers: PlanFacts['snapshot']['containers']): PlanFacts {
  return { ...facts, snapshot: { ...facts.snapshot, containers } };
}

/** What may never happen, checked without the planner: on these facts, to what was shown and nothing else. */
function expectNothingWider(plan: CleanupPlan, shown: ShownPlan, facts: PlanFacts): void {
  const did = plan.remove.map(({ id, effect, references, platforms }) => ({
    id,
    effect,
    references,
    platforms,
  }));
  expect(did).toEqual(
    shown.remove.map(({ id, effect, references, platforms }) => ({ id, effect, references, platforms })),
  );
  expect(plan.containers.map(({ id }) => id)).toEqual(shown.containers);
  const relations = imageRelations(withoutContainers(facts.snapshot, plan.containers));
  const pinOf = pinLookup(facts.pins);
  for (const { id, effect } of plan.remove) {
    const image = facts.snapshot.images.find((other) => other.id === id);
    if (image === undefined) throw new Error(`${id} is not there`);
    expect(pinOf(image)).toBeNull();
    expect(isParked(image) && !shown.isBin).toBe(false);
    if (effect !== 'untag') expect(relations.containersOf(id)).toEqual([]);
  }
  expect(checkPlan(plan, facts)).toMatchObject({ ok: true });
}

/** As it crosses a process. */
function sent(plan: CleanupPlan): ShownPlan {
  return JSON.parse(JSON.stringify(toShownPlan(plan))) as ShownPlan;
}

describe('a plan that was shown', () => {
  test('holds as long as nothing changes, and does the same', () => {
    fc.assert(
      fc.property(planCases(), ({ facts, policy, options }) => {
        const plan = makePlan(facts, policy, options);
        const compared = comparePlan(sent(plan), facts, sha256);
        expect(compared).toMatchObject({ holds: true, plan: { fingerprint: plan.fingerprint } });
        if (!compared.holds) return;
        expect(compared.plan.remove).toEqual(plan.remove);
        expect(compared.plan.containers).toEqual(plan.containers);
        expect(compared.plan.frees).toEqual(plan.frees);
        expect(checkPlan(compared.plan, facts).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('is never widened by what somebody else does meanwhile: it is refused with what changed, or does what was shown', () => {
    let held = 0;
    let refused = 0;
    fc.assert(
      fc.property(planCases(), meddling, ({ facts, policy, options }, steps) => {
        const shown = sent(makePlan(facts, policy, options));
        fc.pre(shown.remove.length > 0);
        const now = steps.reduce((before, { deed, at }) => meddle(before, deed, at), facts);
        const compared = comparePlan(shown, now, sha256);
        if (compared.holds) {
          held += 1;
          expectNothingWider(compared.plan, shown, now);
        } else {
          refused += 1;
          expect(compared.changes.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 600 },
    );
    // Both ways were really taken, each some 200 times.
    expect(Math.min(held, refused)).toBeGreaterThan(60);
  });

  test('is refused, or fits, on an engine that looks altogether different', () => {
    fc.assert(
      fc.property(planCases(), someFacts, ({ facts, policy, options }, now) => {
        const shown = sent(makePlan(facts, policy, options));
        const compared = comparePlan(shown, now, sha256);
        if (compared.holds) expectNothingWider(compared.plan, shown, now);
        else expect(compared.changes.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('cannot be forged: an item more, less or otherwise is refused', () => {
    fc.assert(
      fc.property(planCases(), fc.nat(7), ({ facts, policy, options }, at) => {
        const shown = sent(makePlan(facts, policy, options));
        const target = facts.snapshot.images[at % Math.max(1, facts.snapshot.images.length)];
        const first = shown.remove[0];
        if (first === undefined || target === undefined) return;
        const less = { ...shown, remove: shown.remove.slice(1) };
        expect(comparePlan(less, facts, sha256).holds).toBe(false);
        const forged = shown.remove.filter(({ id }) => id !== target.id);
        const more = {
          ...shown,
          remove: [...forged, { ...first, id: target.id, effect: 'remove' as const }],
        };
        const compared = comparePlan(more, facts, sha256);
        // The forged item may be what was shown anyway; a plan that holds does no more than that.
        if (compared.holds) expectNothingWider(compared.plan, shown, facts);
      }),
      { numRuns: 300 },
    );
  });
});
