import fc from 'fast-check';
import { expect, test } from 'vitest';

import { arbitrarySelection, arbitrarySnapshot } from '#test/support/arbitrary-snapshot.ts';

import { boundBytes, isExact } from './byte-bound.ts';
import { buildLedger } from './build-ledger.ts';
import { buildReclaimModel } from './build-reclaim-model.ts';
import { reclaimCalculator } from './freed-bytes.ts';
import { RunningReclaim } from './running-reclaim.ts';

test('a selection that grows and shrinks frees what the whole calculation says', () => {
  const options = { hidesShares: true, hidesSizes: true, hasCache: true };
  fc.assert(
    fc.property(arbitrarySnapshot(options), arbitrarySelection(), ({ snapshot }, toggles) => {
      const model = buildReclaimModel(buildLedger(snapshot), snapshot);
      const running = new RunningReclaim(model);
      const calculate = reclaimCalculator(model);
      const selected = new Set<number>();
      for (const toggle of toggles) {
        const number = toggle % model.images.length;
        if (selected.delete(number)) running.remove(number);
        else {
          selected.add(number);
          running.add(number);
        }
        const ids = [...selected].map((index) => model.images[index]?.id).filter((id) => id !== undefined);
        expect(running.bytes).toBe(boundBytes(calculate(ids).total));
      }
    }),
    { numRuns: 500 },
  );
});

test('a step is exact only where the whole calculation is, and steps add up to no more than it', () => {
  fc.assert(
    fc.property(arbitrarySnapshot({ hasCache: true }), arbitrarySelection(), ({ snapshot }, picks) => {
      const model = buildReclaimModel(buildLedger(snapshot), snapshot);
      const running = new RunningReclaim(model);
      const numbers = [...new Set(picks.map((pick) => pick % model.images.length))];
      const steps = numbers.map((number) => running.add(number));
      const ids = numbers.map((number) => model.images[number]?.id).filter((id) => id !== undefined);
      const { total } = reclaimCalculator(model)(ids);
      const sum = steps.reduce((bytes, step) => bytes + step.bytes, 0);
      if (steps.length > 0 && steps.every((step) => step.isExact)) expect(total).toEqual({ exact: sum });
      if (isExact(total)) expect(sum).toBe(total.exact);
      expect(Math.max(0, sum - running.cacheBytes)).toBeLessThanOrEqual(boundBytes(total));
    }),
    { numRuns: 500 },
  );
});

test('what is out of sight is said', () => {
  fc.assert(
    fc.property(arbitrarySnapshot({ hidesStacks: true, hasLostImages: true }), ({ snapshot }) => {
      const model = buildReclaimModel(buildLedger(snapshot), snapshot);
      const isHidden = model.unseenStacks > 0 || model.images.some((image) => image.notInspected);
      expect(new RunningReclaim(model).unseenBytes).toBe(isHidden ? Number.POSITIVE_INFINITY : 0);
    }),
  );
});
