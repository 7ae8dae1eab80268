import type { TotalsCheck } from '../../contract/views/layers-view.ts';
import { ledgerSums } from '../../domain/ledger/ledger-sums.ts';
import { isKnown, unknown } from '../../domain/unknown.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/** Ballast's sum beside the engine's own. Slow on the containerd store: only when a person asks. */
export async function checkTotals(session: EngineSession): Promise<TotalsCheck> {
  const { ledger, snapshot } = session.state ?? (await session.refresh());
  const totals = await session.engine.totals(AbortSignal.timeout(10 * 60_000));
  const { layerBytes } = ledgerSums(ledger);
  // The containerd store's sum also counts content blobs and the containers' own layers.
  const comparable = snapshot.store === 'classic' && isKnown(totals.layersBytes) && isKnown(layerBytes);
  return {
    engineLayersBytes: totals.layersBytes,
    layerBytes,
    agrees: comparable ? totals.layersBytes === layerBytes : unknown,
    buildCacheBytes: totals.buildCache.bytes,
    buildCacheSharedBytes: totals.buildCache.sharedBytes,
  };
}
