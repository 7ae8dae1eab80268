import type { BuildCacheRecord, BuildCacheRemoval } from '../../ports/engine/engine-build-cache.ts';
import type { BuildCacheTotals } from '../../domain/image/engine-snapshot.ts';
import type { StoredCacheRecord, World } from './world.ts';

/** Every record, sorted by ID. */
export function listCacheRecords(world: World): readonly BuildCacheRecord[] {
  const rows = [...world.buildCache.values()].map((record): BuildCacheRecord => {
    const { nodes, ...facts } = record;
    return { ...facts, shared: isShared(world, { nodes }) };
  });
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Bounds of the build cache. */
export function buildCacheTotals(world: World): BuildCacheTotals {
  const records = [...world.buildCache.values()];
  return {
    recordCount: records.length,
    bytes: sumOf(records),
    sharedBytes: sumOf(records.filter((record) => isShared(world, record))),
  };
}

/**
 * `POST /build/prune` of certain records. A record in use stays, and so does one that another stands on that stays.
 * The sum counts shared records too, as BuildKit's does (ENGINES §1.6).
 */
export function removeCacheRecords(world: World, ids: readonly string[]): BuildCacheRemoval {
  const removed: StoredCacheRecord[] = [];
  for (let next = findLeaf(world, ids); next !== undefined; next = findLeaf(world, ids)) {
    world.buildCache.delete(next.id);
    world.layers.release(next.nodes);
    removed.push(next);
  }
  world.events.tell({ type: 'builder', action: 'prune', actorId: '', name: '' });
  return { removed: removed.map(({ id }) => id), reportedBytes: sumOf(removed) };
}

/** A named record that nothing stands on and no build uses. */
function findLeaf(world: World, ids: readonly string[]): StoredCacheRecord | undefined {
  const records = [...world.buildCache.values()];
  const parents = new Set(records.flatMap((record) => record.parents));
  return records.find((record) => ids.includes(record.id) && !record.inUse && !parents.has(record.id));
}

/** A record is shared while an image stands on its layers. */
function isShared(world: World, { nodes }: Pick<StoredCacheRecord, 'nodes'>): boolean {
  const top = nodes.at(-1);
  return top !== undefined && world.layers.isInImage(top);
}

function sumOf(records: readonly StoredCacheRecord[]): number {
  return records.reduce((total, record) => total + record.bytes, 0);
}
