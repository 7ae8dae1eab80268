import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import { checkPlan } from './check-plan.ts';
import type { CleanupPlan, CleanupPolicy } from './cleanup-plan.ts';
import { comparePlan } from './compare-plan.ts';
import { imageRelations } from './image-relations.ts';
import { planCleanup } from './plan-cleanup.ts';
import { factsOf, imageId, sha256, smallSnapshots } from '#test/support/small-snapshot.ts';

const picks = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '1', '2', 'dead').map(imageId),
    references: fc.option(
      fc.array(fc.constantFrom('app:1', 'app:2', 'base:1', 'db:8', 'x:1'), { maxLength: 3 }),
      {
        nil: null,
      },
    ),
  }),
  { maxLength: 8 },
);
const policies: fc.Arbitrary<CleanupPolicy> = fc.oneof(
  fc.constant<CleanupPolicy>({ kind: 'dangling' }),
  fc.constant<CleanupPolicy>({ kind: 'unused' }),
  picks.map((chosen): CleanupPolicy => ({ kind: 'picked', picks: chosen })),
);

function everyPlan(
  check: (plan: CleanupPlan, snapshot: EngineSnapshot, policy: CleanupPolicy) => void,
): void {
  fc.assert(
    fc.property(smallSnapshots, policies, (snapshot, policy) => {
      check(planCleanup(factsOf(snapshot), policy, sha256), snapshot, policy);
    }),
    { numRuns: 1500 },
  );
}

/** What the engine holds after the plan ran. */
function after(plan: CleanupPlan, snapshot: EngineSnapshot): EngineSnapshot {
  const items = new Map(plan.remove.map((item) => [item.id, item]));
  const left = snapshot.images.flatMap((image): readonly EngineImage[] => {
    const item = items.get(image.id);
    if (item === undefined) return [image];
    if (item.effect === 'remove') return [];
    const stays = (name: string): boolean => !item.references.includes(name);
    return [{ ...image, tags: image.tags.filter(stays), digests: image.digests.filter(stays) }];
  });
  return { ...snapshot, images: left };
}

describe('every plan', () => {
  test('speaks of every image once, with a reason', () => {
    everyPlan(({ remove, keep }, { images }) => {
      const ids = [...remove, ...keep].map(({ id }) => id);
      expect(ids.toSorted()).toEqual(images.map(({ id }) => id));
      for (const { reasons } of [...remove, ...keep]) expect(reasons.length).toBeGreaterThan(0);
    });
  });

  test('removes nothing a container holds, and names those containers', () => {
    everyPlan(({ remove, keep }, snapshot) => {
      const relations = imageRelations(snapshot);
      for (const { id, effect } of remove) {
        if (effect === 'remove') expect(relations.containersOf(id)).toEqual([]);
      }
      for (const { id, reasons, containers } of keep) {
        expect(containers).toEqual(relations.containersOf(id));
        const isHeld = reasons.includes('in-use-by-container') || reasons.includes('mounted-by-container');
        expect(isHeld).toBe(containers.length > 0);
      }
    });
  });

  test('takes children before parents', () => {
    everyPlan(({ remove }, { images }) => {
      const order = remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id);
      for (const { id, parentId } of images) {
        if (parentId === null || parentId === id || !order.includes(parentId)) continue;
        expect(order.indexOf(id)).toBeGreaterThanOrEqual(0);
        expect(order.indexOf(id)).toBeLessThan(order.indexOf(parentId));
      }
    });
  });

  test('passes its own check', () => {
    everyPlan((plan, snapshot) => expect(checkPlan(plan, snapshot)).toEqual({ ok: true, value: plan }));
  });

  test('is the same bytes for the same input, in whatever order the engine tells it', () => {
    everyPlan((plan, snapshot, policy) => {
      const shuffled = { ...snapshot, containers: snapshot.containers.toReversed() };
      const again = planCleanup(factsOf(shuffled), structuredClone(policy), sha256);
      expect(JSON.stringify(again)).toBe(JSON.stringify(plan));
    });
  });

  test('leaves no work behind: planned again on what is left, it removes nothing', () => {
    everyPlan((plan, snapshot, policy) => {
      const left = after(plan, snapshot);
      expect(planCleanup(factsOf(left), policy, sha256).remove).toEqual([]);
    });
  });

  test('promises the bytes of what it removes, and not more', () => {
    everyPlan(({ remove, frees }, { images }) => {
      const gone = new Set(remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id));
      const bytes = images.filter(({ id }) => gone.has(id)).map((image) => image.bytes);
      const sum = bytes.reduce<number>((total, one) => total + (one === 'unknown' ? 0 : one), 0);
      expect(frees.total).toEqual(bytes.includes('unknown') ? { atLeast: sum } : { exact: sum });
    });
  });

  test('is frozen through and through', () => {
    everyPlan((plan) => expect(isDeepFrozen(plan)).toBe(true));
  });

  test('holds as long as nothing changes, also after a trip through JSON', () => {
    everyPlan((plan, snapshot) => {
      const shown = JSON.parse(JSON.stringify(plan)) as CleanupPlan;
      const compared = comparePlan(shown, factsOf(snapshot), sha256);
      expect(compared).toMatchObject({ holds: true, plan: { fingerprint: plan.fingerprint } });
      if (!compared.holds) return;
      expect(compared.plan.remove).toEqual(plan.remove);
      expect(compared.plan.frees).toEqual(plan.frees);
      expect(checkPlan(compared.plan, snapshot).ok).toBe(true);
    });
  });
});

test('an empty policy removes nothing', () => {
  fc.assert(
    fc.property(smallSnapshots, (snapshot) => {
      const { remove, frees } = planCleanup(factsOf(snapshot), { kind: 'picked', picks: [] }, sha256);
      expect(remove).toEqual([]);
      expect(frees.total).toEqual({ exact: 0 });
    }),
  );
});

test('any plan that runs on other facts removes only what was shown, and only what may go', () => {
  fc.assert(
    fc.property(smallSnapshots, smallSnapshots, policies, (shownOn, now, policy) => {
      const shown = planCleanup(factsOf(shownOn), policy, sha256);
      const compared = comparePlan(shown, factsOf(now), sha256);
      if (!compared.holds) {
        expect(compared.changes.length).toBeGreaterThan(0);
        return;
      }
      expect(compared.plan.remove).toEqual(shown.remove);
      expect(checkPlan(compared.plan, now).ok).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

function isDeepFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeepFrozen);
}
