import { describe, expect, test, type TestContext } from 'vitest';

import { addBytes, type MaybeBytes } from '#main/domain/unknown.ts';
import type { BuildCacheRecord } from '#main/ports/engine/engine-build-cache.ts';
import type { Engine } from '#main/ports/engine/engine.ts';

import type { ContractContext } from './engine-contract.ts';
import { known } from './engine-probes.ts';
import { buildCacheOf } from './needed-probes.ts';

/** Three records on each other: nothing stands on the first, the first on the second, the second on the third. */
function threeInARow(records: readonly BuildCacheRecord[]): readonly BuildCacheRecord[] {
  const parentOf = (record: BuildCacheRecord): BuildCacheRecord | undefined =>
    records.find(({ id }) => record.parents.includes(id));
  for (const leaf of records) {
    const parent = parentOf(leaf);
    const grandparent = parent && parentOf(parent);
    const isLeaf = records.every(({ parents }) => !parents.includes(leaf.id));
    if (isLeaf && parent && grandparent) return [leaf, parent, grandparent];
  }
  throw new Error('no three records stand on each other');
}

async function idsOf(engine: Engine): Promise<readonly string[]> {
  return (await engine.listBuildCache()).map(({ id }) => id);
}

export function describeBuildCache({ current }: ContractContext): void {
  async function filled(skip: TestContext['skip']): Promise<Engine> {
    await buildCacheOf(current(), skip).fill();
    return current().engine;
  }

  describe('the build cache', () => {
    test('is a list of records, sorted, with the sum the engine tells', async ({ skip }) => {
      const engine = await filled(skip);
      const records = await engine.listBuildCache();
      const ids = records.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
      const totals = await engine.buildCache();
      expect(records).toHaveLength(totals.recordCount);
      const sum = records.reduce<MaybeBytes>((total, { bytes }) => addBytes(total, bytes), 0);
      expect(sum).toBe(totals.bytes);
      for (const record of threeInARow(records)) {
        expect(record).toMatchObject({ kind: 'regular', inUse: false });
        expect(known(record.bytes)).toBeGreaterThan(0);
        expect(record.createdAtMs).toBeGreaterThan(Date.UTC(2020, 0));
        expect(record.description).not.toBe('');
      }
    });

    test('loses the record that is named and no other', async ({ skip }) => {
      const engine = await filled(skip);
      const before = await engine.listBuildCache();
      const leaf = threeInARow(before)[0]?.id ?? '';
      const { removed, reportedBytes } = await engine.removeBuildCache([leaf]);
      expect(removed).toEqual([leaf]);
      expect(known(reportedBytes)).toBeGreaterThan(0);
      expect(await idsOf(engine)).toEqual(before.map(({ id }) => id).filter((id) => id !== leaf));
    });

    test('keeps a record that others stand on', async ({ skip }) => {
      const engine = await filled(skip);
      const before = await engine.listBuildCache();
      const [, parent, grandparent] = threeInARow(before);
      const reply = await engine.removeBuildCache([parent?.id ?? '', grandparent?.id ?? '']);
      expect(reply).toEqual({ removed: [], reportedBytes: 0 });
      expect(await idsOf(engine)).toEqual(before.map(({ id }) => id));
    });

    test('loses children before what they stand on, whatever the order they are named in', async ({
      skip,
    }) => {
      const engine = await filled(skip);
      const before = await engine.listBuildCache();
      const row = threeInARow(before).map(({ id }) => id);
      const { removed } = await engine.removeBuildCache(row.toReversed());
      expect(removed).toEqual(row);
      expect(await idsOf(engine)).toEqual(before.map(({ id }) => id).filter((id) => !row.includes(id)));
    });

    test('loses nothing for what is no ID of a record', async ({ skip }) => {
      const engine = await filled(skip);
      const before = await idsOf(engine);
      const first = before[0] ?? '';
      const others = [first.slice(0, 5), `${first}x`, '.*', '', '^', `(${first}|.*)`];
      expect(await engine.removeBuildCache(others)).toEqual({ removed: [], reportedBytes: 0 });
      expect(await engine.removeBuildCache([])).toEqual({ removed: [], reportedBytes: 0 });
      expect(await idsOf(engine)).toEqual(before);
    });
  });
}
