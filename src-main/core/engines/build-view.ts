import type { EngineIdentity, EngineView, ImageRow } from '../../contract/views/engine-view.ts';
import { imageRelations } from '../../domain/cleanup/image-relations.ts';
import { recoverability } from '../../domain/cleanup/recoverability.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { imageSizes } from '../../domain/ledger/image-sizes.ts';
import { layerFamilies } from '../../domain/ledger/layer-families.ts';
import { ledgerSums } from '../../domain/ledger/ledger-sums.ts';
import { unknown } from '../../domain/unknown.ts';
import type { EngineEndpoint } from '../../ports/engine-finder.ts';
import type { HistoryStore } from '../../ports/store.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineState } from './engine-state.ts';

/** Everything the screens need, from one state. */
export function buildView(
  state: EngineState,
  endpoint: EngineEndpoint,
  { store, sha256 }: Pick<CoreDeps, 'store' | 'sha256'>,
): EngineView {
  const { snapshot, ledger } = state;
  const sizes = imageSizes(ledger);
  const families = layerFamilies(ledger, sha256);
  const relations = imageRelations(snapshot);
  const past = pastOf(store, snapshot.engineId);
  const toRow = (image: EngineImage): ImageRow => {
    const size = sizes.get(image.id);
    return {
      id: image.id,
      tags: image.tags,
      digests: image.digests,
      dangling: relations.isDangling(image.id),
      intermediate: relations.isIntermediate(image.id),
      createdAtMs: image.createdAtMs,
      bytes: image.bytes,
      sharedBytes: size?.sharedBytes ?? unknown,
      exclusiveBytes: size?.exclusiveBytes ?? unknown,
      contentBytes: size?.contentBytes ?? unknown,
      containers: relations.containersOf(image.id).map(({ id, name, state: now, composeProject }) => ({
        id,
        name,
        state: now,
        composeProject,
      })),
      platforms: platformsOf(image),
      labels: image.labels,
      recoverable: recoverability(image, snapshot.store),
      family: families.get(image.id) ?? { key: '', label: '', hue: 0, pattern: 0 },
      lastUsedAtMs: past.lastUsedAtMs.get(image.id) ?? null,
      formerReferences: past.formerReferences.get(image.id) ?? [],
      layerCount: image.stacks === unknown ? unknown : (image.stacks[0]?.diffIds.length ?? 0),
    };
  };
  return {
    engine: identityOf(state, endpoint),
    takenAtMs: snapshot.takenAtMs,
    images: snapshot.images.map(toRow),
    sums: ledgerSums(ledger),
    reclaim: state.reclaim,
    usageKnownSinceMs: past.usageKnownSinceMs,
    skipped: snapshot.skipped,
  };
}

function identityOf(state: EngineState, endpoint: EngineEndpoint): EngineIdentity {
  const { id, product, version, apiVersion, store, driver, platform } = state.description;
  return {
    endpoint: endpoint.url,
    label: endpoint.label,
    id,
    product,
    version,
    apiVersion,
    store,
    driver,
    platform,
    isDemo: endpoint.url === 'demo:',
  };
}

function platformsOf(image: EngineImage): readonly string[] {
  const named = image.manifests.filter((manifest) => manifest.kind === 'image' && manifest.available);
  if (named.length > 0) return named.map((manifest) => manifest.platform);
  return image.stacks === unknown ? [] : image.stacks.map((stack) => stack.platform).filter(Boolean);
}

interface Past {
  readonly lastUsedAtMs: ReadonlyMap<ImageId, number>;
  readonly formerReferences: ReadonlyMap<ImageId, readonly string[]>;
  readonly usageKnownSinceMs: number | null;
}

function pastOf(store: HistoryStore, engineId: string): Past {
  const usage = store.usage(engineId);
  const former = new Map<ImageId, string[]>();
  const lost = store.formerReferences(engineId).filter((sighting) => sighting.lostAtMs !== null);
  for (const { imageId, reference } of lost.toSorted((a, b) => (b.lostAtMs ?? 0) - (a.lostAtMs ?? 0))) {
    former.set(imageId, [...(former.get(imageId) ?? []), reference]);
  }
  return {
    lastUsedAtMs: new Map(usage.map((record) => [record.imageId, record.lastUsedAtMs])),
    formerReferences: former,
    usageKnownSinceMs: usage.length === 0 ? null : Math.min(...usage.map((record) => record.knownSinceMs)),
  };
}
