import { describe, expect, test } from 'vitest';

import type { ContractContext } from './engine-contract.ts';
import { idOf, known, rowOf } from './engine-probes.ts';
import { basePair, single } from './seed-images.ts';

export function describeSystem({ traits, current }: ContractContext): void {
  describe('what it says of itself', () => {
    test('it answers a ping', async () => {
      await expect(current().engine.ping()).resolves.toBeUndefined();
    });

    test('it declares its store and what it can do', async () => {
      const description = await current().engine.describe();
      expect(description.store).toBe(traits.store);
      expect(description.capabilities).toEqual(traits.capabilities);
      expect(description.apiVersion).toMatch(/^1\.\d+$/);
      expect(description.platform).toMatch(/^linux\/[a-z0-9]+/);
      const { id, product, version, driver, dataRoot } = description;
      for (const text of [id, product, version, driver, dataRoot]) expect(text).not.toBe('');
    });

    test('it keeps its identity', async () => {
      const { engine } = current();
      expect((await engine.describe()).id).toBe((await engine.describe()).id);
    });

    test('the build cache has bounds', async () => {
      const { engine } = current();
      const cache = await engine.buildCache();
      expect(cache.recordCount).toBeGreaterThanOrEqual(0);
      expect(known(cache.sharedBytes)).toBeLessThanOrEqual(known(cache.bytes));
      expect((await engine.totals()).buildCache).toEqual(cache);
    });
  });

  describe('its totals', () => {
    test('grow by each layer once', async () => {
      const { engine, seed } = current();
      const before = known((await engine.totals()).layersBytes);
      await seed(basePair);
      const grown = known((await engine.totals()).layersBytes) - before;
      const [left, right] = await Promise.all(basePair.map(async ({ tags }) => engine.imageHistory(tags[0])));
      const layers = [...(left ?? []), ...(right ?? []).slice(3)].reduce((sum, step) => sum + step.bytes, 0);
      if (traits.store === 'classic') expect(grown).toBe(layers);
      // Content blobs come on top.
      else expect(grown).toBeGreaterThan(layers);
    });

    test('grow by the bytes of an image that shares nothing', async () => {
      const { engine, seed } = current();
      const before = known((await engine.totals()).layersBytes);
      await seed([single('contract/alone:1', 33_333)]);
      const grown = known((await engine.totals()).layersBytes) - before;
      const { bytes } = await rowOf(engine, await idOf(engine, 'contract/alone:1'));
      expect(grown).toBeGreaterThanOrEqual(known(bytes));
      // The containerd store may keep an index above the manifest.
      expect(grown - known(bytes)).toBeLessThan(traits.store === 'classic' ? 1 : 8192);
    });
  });
}
