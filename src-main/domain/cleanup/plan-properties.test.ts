import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';

import { boundBytes, isExact } from '../ledger/byte-bound.ts';
import { checkPlan } from './check-plan.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import { imageRelations } from './image-relations.ts';
import { pinLookup } from './pin-lookup.ts';
import { withoutContainers } from './plan-index.ts';
import { isParked } from './recycle-bin.ts';
import { afterPlan } from '#test/support/after-plan.ts';
import { type PlanCase, planCases, rulePolicies } from '#test/support/arbitrary-policies.ts';
import { makePlan } from '#test/support/plan-lines.ts';

// Many small plans: a busy machine needs longer than usual.
vi.setConfig({ testTimeout: 60_000 });

function everyPlan(check: (plan: CleanupPlan, made: PlanCase) => void, cases = planCases()): void {
  fc.assert(
    fc.property(cases, (made) => {
      check(makePlan(made.facts, made.policy, made.options), made);
    }),
    { numRuns: 300 },
  );
}

function pinOfCase({ facts, policy }: PlanCase): ReturnType<typeof pinLookup> {
  return pinLookup(policy.kind === 'rules' ? [...facts.pins, ...policy.pins] : facts.pins);
}

describe('every plan', () => {
  test('speaks of every image once, with a reason', () => {
    everyPlan(({ remove, keep }, { facts }) => {
      const ids = [...remove, ...keep].map(({ id }) => id);
      expect(ids.toSorted()).toEqual(facts.snapshot.images.map(({ id }) => id));
      for (const { reasons } of [...remove, ...keep]) {
        expect(reasons.length).toBeGreaterThan(0);
        expect(new Set<string>(reasons).size).toBe(reasons.length);
      }
    });
  });

  test('touches nothing that is pinned, and names the pin', () => {
    everyPlan(({ remove, keep }, made) => {
      const images = new Map(made.facts.snapshot.images.map((image) => [image.id, image]));
      const pinOf = pinOfCase(made);
      const pinned = (id: CleanupPlan['keep'][number]['id']): unknown => {
        const image = images.get(id);
        return image === undefined ? null : pinOf(image);
      };
      for (const { id } of remove) expect(pinned(id)).toBeNull();
      for (const { id, pin, reasons } of keep) {
        expect(pin).toEqual(pinned(id));
        expect(reasons.includes('pinned')).toBe(pin !== null);
      }
    });
  });

  test('touches nothing in the recycle bin, but to empty it, and nothing else then', () => {
    everyPlan(({ remove }, { facts, policy }) => {
      const images = new Map(facts.snapshot.images.map((image) => [image.id, image]));
      for (const { id } of remove) {
        const image = images.get(id);
        if (image === undefined || image.tags.length === 0) continue;
        expect(isParked(image)).toBe(policy.kind === 'bin');
      }
    });
  });

  test('removes, parks and strips nothing a container holds, and names those containers', () => {
    everyPlan(({ remove, keep, containers: going }, { facts }) => {
      const relations = imageRelations(withoutContainers(facts.snapshot, going));
      for (const { id, effect } of remove) {
        if (effect !== 'untag') expect(relations.containersOf(id)).toEqual([]);
      }
      for (const { id, reasons, containers } of keep) {
        expect(containers).toEqual(relations.containersOf(id));
        const isHeld = reasons.includes('in-use-by-container') || reasons.includes('mounted-by-container');
        expect(isHeld).toBe(containers.length > 0);
      }
    });
  });

  test('takes only stopped containers somebody named, and only those in the way', () => {
    everyPlan(({ remove, containers }, { facts, options }) => {
      const { snapshot } = facts;
      for (const container of containers) {
        expect(options.containers).toContain(container.id);
        expect(['exited', 'created', 'dead']).toContain(container.state);
        const alone = imageRelations({ ...snapshot, containers: [container] });
        expect(remove.some(({ id, effect }) => effect !== 'untag' && alone.containersOf(id).length > 0)).toBe(
          true,
        );
      }
    });
  });

  test('takes children before parents, and no parent of what stays', () => {
    everyPlan(({ remove }, { facts }) => {
      const order = remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id);
      for (const { id, parentId } of facts.snapshot.images) {
        if (parentId === null || parentId === id || !order.includes(parentId)) continue;
        expect(order.indexOf(id)).toBeGreaterThanOrEqual(0);
        expect(order.indexOf(id)).toBeLessThan(order.indexOf(parentId));
      }
    });
  });

  test('never takes the last platform, and parks only what has a tag', () => {
    everyPlan(({ remove }, { facts, options, policy }) => {
      for (const item of remove) {
        const image = facts.snapshot.images.find(({ id }) => id === item.id);
        const left = image?.manifests.filter(({ platform }) => !item.platforms.includes(platform));
        if (item.effect === 'remove-platforms') expect(left).not.toHaveLength(0);
        else expect(item.platforms).toEqual([]);
        if (item.effect === 'park') expect(image?.tags).not.toHaveLength(0);
        const parks = options.park && policy.kind !== 'bin' && image?.tags.length !== 0;
        expect(item.effect === 'remove' && parks).toBe(false);
      }
    });
  });

  test('passes its own check', () => {
    everyPlan((plan, { facts }) => expect(checkPlan(plan, facts)).toEqual({ ok: true, value: plan }));
  });

  test('is the same bytes for the same input, in whatever order the engine tells it', () => {
    everyPlan((plan, { facts, policy, options }) => {
      const { snapshot } = facts;
      const shuffled = {
        ...snapshot,
        images: snapshot.images.toReversed(),
        containers: snapshot.containers.toReversed(),
      };
      const again = makePlan({ ...facts, snapshot: shuffled }, structuredClone(policy), {
        ...options,
        containers: options.containers.toReversed(),
      });
      expect(JSON.stringify(again)).toBe(JSON.stringify(plan));
    });
  });

  test('is frozen through and through, and nothing of the caller’s is', () => {
    everyPlan((plan, { facts, policy }) => {
      expect(isDeepFrozen(plan)).toBe(true);
      expect(isOpen(facts)).toBe(true);
      expect(isOpen(policy)).toBe(true);
    });
  });
});

describe('the promise', () => {
  test('is the bytes of what is removed, and not more', () => {
    everyPlan(({ remove, frees, containers }, { facts }) => {
      const gone = new Set(remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id));
      const bytes = facts.snapshot.images.filter(({ id }) => gone.has(id)).map((image) => image.bytes);
      const sum = bytes.reduce<number>((total, one) => total + (one === 'unknown' ? 0 : one), 0);
      const hasPlatforms = remove.some(({ effect }) => effect === 'remove-platforms');
      const hasSnapshots = facts.snapshot.store === 'containerd' && containers.length > 0;
      const isBound = bytes.includes('unknown') || hasPlatforms || hasSnapshots;
      expect(frees.total).toEqual(isBound ? { atLeast: sum } : { exact: sum });
    });
  });

  test('is what its items add up to, no more', () => {
    everyPlan(({ remove, frees }) => {
      const sum = remove.reduce((total, item) => total + boundBytes(item.frees), 0);
      expect(sum).toBeLessThanOrEqual(boundBytes(frees.total));
      if (remove.every((item) => isExact(item.frees))) expect(sum).toBe(boundBytes(frees.total));
    });
  });

  test('of parked images is kept by emptying the bin', () => {
    everyPlan((plan, { facts, policy }) => {
      if (!plan.remove.some(({ effect }) => effect === 'park')) {
        expect(plan.freesWhenEmptied).toEqual({ exact: 0 });
        return;
      }
      const left = afterPlan(plan, facts);
      const parked = new Set(plan.remove.filter(({ effect }) => effect === 'park').map(({ id }) => id));
      const picked = {
        ...left,
        snapshot: {
          ...left.snapshot,
          images: left.snapshot.images.map((image) =>
            isParked(image) && !parked.has(image.id) ? { ...image, tags: ['kept:1'] } : image,
          ),
        },
      };
      const emptied = boundBytes(makePlan(picked, { kind: 'bin', parkedForDays: 0 }).frees.total);
      // Pins of the policy hold for it alone: what they kept may go with the bin.
      if (policy.kind === 'rules' && policy.pins.length > 0)
        expect(emptied).toBeGreaterThanOrEqual(boundBytes(plan.freesWhenEmptied));
      else expect(emptied).toBe(boundBytes(plan.freesWhenEmptied));
    });
  });
});

describe('a plan leaves no work behind: planned again on what is left, it removes nothing', () => {
  const nothingLeft = (plan: CleanupPlan, { facts, policy, options }: PlanCase): void => {
    expect(makePlan(afterPlan(plan, facts), policy, options).remove).toEqual([]);
  };

  test('of rules that look at images as they are', () => {
    const steady = rulePolicies([
      'dangling',
      'unused',
      'older-than',
      'keep-last',
      'superseded',
      're-pullable',
      'platforms-never-run',
    ]);
    everyPlan(nothingLeft, planCases(steady));
  });

  test('of recorded use where all must speak, and no step was run by itself: it goes with what was built on it', () => {
    const all = rulePolicies(['not-used-since', 'unused', 'older-than']).map((policy) => ({
      ...policy,
      match: 'all' as const,
    }));
    const cases = planCases(all).filter(({ facts }) => {
      const relations = imageRelations(facts.snapshot);
      return [...facts.past.uses.keys()].every((id) => !relations.isIntermediate(id));
    });
    everyPlan(nothingLeft, cases);
  });

  test('of duplicates, where no step is held by itself: once bare, it is a copy like any other', () => {
    const cases = planCases(rulePolicies(['duplicate', 'unused', 'older-than'])).filter(({ facts }) => {
      const relations = imageRelations(facts.snapshot);
      const held = facts.snapshot.images.filter(({ id }) => relations.isIntermediate(id));
      return facts.pins.length === 0 && held.every(({ id }) => relations.containersOf(id).length === 0);
    });
    everyPlan((plan, made) => {
      if (made.policy.kind === 'rules' && made.policy.pins.length > 0) return;
      nothingLeft(plan, made);
    }, cases);
  });

  test('of picks and of the bin', () => {
    everyPlan((plan, made) => {
      if (made.policy.kind !== 'rules') nothingLeft(plan, made);
    });
  });
});

test.each([
  { kind: 'picked', picks: [] } as const,
  { kind: 'rules', match: 'all', rules: [], pins: [] } as const,
  { kind: 'rules', match: 'any', rules: [], pins: [] } as const,
])('an empty policy removes nothing: %o', (policy) => {
  everyPlan(
    ({ remove, containers, frees }) => {
      expect([remove, containers, frees.total]).toEqual([[], [], { exact: 0 }]);
    },
    planCases(fc.constant(policy)),
  );
});

function isDeepFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeepFrozen);
}

/** Nothing in it was frozen. What has no content counts as frozen in itself. */
function isOpen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Map) return true;
  return !Object.isFrozen(value) && Object.values(value).every(isOpen);
}
