import type { BuildCacheView } from '../../contract/views/cleanup-view.ts';
import { toAppError } from '../../domain/app-error.ts';
import { addBytes, isKnown, type MaybeBytes } from '../../domain/unknown.ts';
import type { BuildCacheRecord } from '../../ports/engine/engine-build-cache.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/** Every record of the build cache, largest first; records of unknown size come first, because they may be larger. */
export async function listBuildCache(session: EngineSession): Promise<BuildCacheView> {
  const records = await recordsOf(session);
  if (records === null) return { records: [], bytes: 0, isSupported: false };
  return {
    records: records.toSorted((a, b) => compareBytes(a.bytes, b.bytes) || (a.id < b.id ? -1 : 1)),
    bytes: records.reduce<MaybeBytes>((sum, { bytes }) => addBytes(sum, bytes), 0),
    isSupported: true,
  };
}

/** null where the engine has no build cache to tell of. */
async function recordsOf(session: EngineSession): Promise<readonly BuildCacheRecord[] | null> {
  try {
    return await session.engine.listBuildCache(AbortSignal.timeout(60_000));
  } catch (error) {
    if (toAppError(error).code === 'engine.unsupported') return null;
    throw error;
  }
}

function compareBytes(a: MaybeBytes, b: MaybeBytes): number {
  return (isKnown(b) ? b : Infinity) === (isKnown(a) ? a : Infinity)
    ? 0
    : (isKnown(b) ? b : Infinity) - (isKnown(a) ? a : Infinity);
}
