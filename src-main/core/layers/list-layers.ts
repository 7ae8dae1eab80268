import type { LayersView } from '../../contract/views/layers-view.ts';
import { buildLedger, historyKey } from '../../domain/ledger/build-ledger.ts';
import { historiesForInstructions, historiesForLayers } from '../../domain/ledger/histories-needed.ts';
import { layerFamilies } from '../../domain/ledger/layer-families.ts';
import { listLayers as layersOf } from '../../domain/ledger/list-layers.ts';
import type { CoreDeps } from '../core-deps.ts';
import { historiesOf } from '../engines/read-engine.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/**
 * Every layer once, with its own bytes and the instruction that made it: reads one history for each end of a chain that
 * was never read.
 */
export async function listLayers(session: EngineSession, deps: CoreDeps): Promise<LayersView> {
  const { snapshot, ledger, description, histories } = session.state ?? (await session.refresh());
  const more = await historiesOf(
    {
      engine: session.engine,
      description,
      deps,
      signal: AbortSignal.timeout(10 * 60_000),
      onProgress: () => undefined,
    },
    snapshot,
    bothOf(historiesForLayers(ledger), historiesForInstructions(ledger)),
  );
  const full = more.size === 0 ? ledger : buildLedger(snapshot, new Map([...histories, ...more]));
  const families = layerFamilies(full, deps.sha256);
  const layers = layersOf(full, deps.sha256).map((layer) => {
    const first = layer.images[0];
    const family = first === undefined ? undefined : families.get(first);
    return { ...layer, family: family ?? { key: '', label: '', hue: 0, pattern: 0 } };
  });
  return { layers, takenAtMs: snapshot.takenAtMs };
}

function bothOf<T extends Parameters<typeof historiesOf>[2][number]>(
  a: readonly T[],
  b: readonly T[],
): readonly T[] {
  return [
    ...new Map([...a, ...b].map((choice) => [historyKey(choice.imageId, choice.platform), choice])).values(),
  ];
}
