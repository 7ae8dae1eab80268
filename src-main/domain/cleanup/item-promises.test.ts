import fc from 'fast-check';
import { expect, test } from 'vitest';

import { arbitrarySelection, arbitrarySnapshot } from '#test/support/arbitrary-snapshot.ts';
import { layeredSnapshot } from '#test/support/layered-snapshot.ts';
import { imageId } from '#test/support/small-snapshot.ts';

import { boundBytes, isExact } from '../ledger/byte-bound.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import { buildReclaimModel } from '../ledger/build-reclaim-model.ts';
import { reclaimCalculator } from '../ledger/freed-bytes.ts';
import { imageRelations } from './image-relations.ts';
import { itemPromises } from './item-promises.ts';

test('the last image to hold a layer frees it', () => {
  const snapshot = layeredSnapshot({
    a: { base: 100, a: 1 },
    b: { base: 100, b: 2 },
    c: { base: 100, c: 4 },
  });
  const model = buildReclaimModel(buildLedger(snapshot), snapshot);
  const promises = (...names: string[]) => itemPromises(model, names.map(imageId));
  expect(promises('a', 'b')).toEqual([{ exact: 1 }, { exact: 2 }]);
  expect(promises('c', 'a', 'b')).toEqual([{ exact: 4 }, { exact: 1 }, { exact: 102 }]);
  expect(promises('a', 'dead')).toEqual([{ exact: 1 }, { atLeast: 0 }]);
  expect(promises()).toEqual([]);
});

test('each item frees what it says, exactly or at least, after those before it', () => {
  const options = {
    hidesShares: true,
    hidesSizes: true,
    hidesStacks: true,
    hasLostImages: true,
    hasCache: true,
  };
  fc.assert(
    fc.property(arbitrarySnapshot(options), arbitrarySelection(), ({ snapshot, truth }, picks) => {
      const model = buildReclaimModel(buildLedger(snapshot), snapshot);
      // Nothing a container holds is ever planned.
      const relations = imageRelations(snapshot);
      const listed = snapshot.images.filter(({ id }) => relations.containersOf(id).length === 0);
      if (listed.length === 0) return;
      const ids = [...new Set(picks.map((pick) => listed[pick % listed.length]?.id))].filter(
        (id) => id !== undefined,
      );
      const gone = new Set<(typeof ids)[number]>();
      let before = 0;
      let promised = 0;
      for (const [index, promise] of itemPromises(model, ids).entries()) {
        const id = ids[index];
        if (id !== undefined) gone.add(id);
        const { layers, content } = truth.freed(gone);
        if (isExact(promise)) expect(layers + content - before).toBe(promise.exact);
        promised += boundBytes(promise);
        expect(layers + content).toBeGreaterThanOrEqual(promised);
        before = layers + content;
      }
      const sum = itemPromises(model, ids).reduce((bytes, promise) => bytes + boundBytes(promise), 0);
      expect(sum).toBeLessThanOrEqual(boundBytes(reclaimCalculator(model)(ids).total));
    }),
    { numRuns: 800 },
  );
});
