import type { LayersView } from '../../contract/views/layers-view.ts';
import { buildLedger } from '../../domain/ledger/build-ledger.ts';
import { historiesForLayers } from '../../domain/ledger/histories-needed.ts';
import { layerFamilies } from '../../domain/ledger/layer-families.ts';
import { listLayers as layersOf } from '../../domain/ledger/list-layers.ts';
import type { CoreDeps } from '../core-deps.ts';
import { historiesOf } from '../engines/read-engine.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/** Every layer once, each with its own bytes: reads one history per leaf chain that is not known yet. */
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
    historiesForLayers(ledger),
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
