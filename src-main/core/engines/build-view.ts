import type { EngineIdentity, EngineView, ImageRow } from '../../contract/views/engine-view.ts';
import { goesAlong } from '../../domain/cleanup/goes-along.ts';
import { imageRelations, type ImageRelations } from '../../domain/cleanup/image-relations.ts';
import { pinLookup } from '../../domain/cleanup/pin-lookup.ts';
import { recoveryLookup } from '../../domain/cleanup/recovery-of.ts';
import { isParked, parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import { isExact } from '../../domain/ledger/byte-bound.ts';
import { reclaimCalculator } from '../../domain/ledger/freed-bytes.ts';
import { imageSizes } from '../../domain/ledger/image-sizes.ts';
import { layerFamilies } from '../../domain/ledger/layer-families.ts';
import { ledgerSums } from '../../domain/ledger/ledger-sums.ts';
import { subtractBytes, unknown, type MaybeBytes } from '../../domain/unknown.ts';
import type { EngineEndpoint } from '../../ports/engine-finder.ts';
import { recordedPast } from '../cleanup/recorded-past.ts';
import type { CoreDeps } from '../core-deps.ts';
import { toContainerRow } from './container-row.ts';
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
  const past = recordedPast(store, snapshot);
  const pinOf = pinLookup(store.pins().map(({ pin }) => pin));
  const recoveryOf = recoveryLookup(snapshot.store, past);
  const own = ownBytes(state, relations);
  const toRow = (image: EngineImage): ImageRow => {
    const size = sizes.get(image.id);
    const shared = size?.sharedBytes ?? unknown;
    const exclusive = own(image) ?? size?.exclusiveBytes ?? unknown;
    return {
      id: image.id,
      tags: image.tags,
      digests: image.digests,
      parentId: image.parentId,
      dangling: relations.isDangling(image.id),
      intermediate: relations.isIntermediate(image.id),
      createdAtMs: image.createdAtMs,
      bytes: image.bytes,
      sharedBytes:
        exclusive === size?.exclusiveBytes ? shared : subtractBytes(size?.layerBytes ?? unknown, exclusive),
      exclusiveBytes: exclusive,
      engineSharedBytes: shared,
      contentBytes: size?.contentBytes ?? unknown,
      containers: relations.containersOf(image.id).map(toContainerRow),
      platforms: platformsOf(image),
      labels: image.labels,
      recoverable: recoveryOf(image).kind,
      family: families.get(image.id) ?? { key: '', label: '', hue: 0, pattern: 0 },
      parkedAtMs: parkedSince(image),
      pin: pinOf(image),
      lastUsedAtMs: past.uses.get(image.id)?.lastUsedAtMs ?? null,
      // The bin's own references are no names anybody gave.
      formerReferences: (past.formerReferences.get(image.id) ?? []).filter(
        (name) => parkedAtMs(name) === null,
      ),
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

/**
 * What an image built step by step costs by itself: its intermediate steps hold the same layers, and go when it goes.
 * null for an image without such steps, whose own bytes the ledger knows already.
 */
function ownBytes(
  { snapshot, reclaim }: EngineState,
  relations: ImageRelations,
): (image: EngineImage) => MaybeBytes | null {
  const along = goesAlong(
    snapshot.images.map((image) => ({ ...image, containers: relations.containersOf(image.id) })),
  );
  const calculate = reclaimCalculator(reclaim);
  return (image) => {
    if (image.parentId === null || !relations.isIntermediate(image.parentId)) return null;
    const going = along([image.id]);
    if (going.size === 1) return null;
    const { layers } = calculate(going);
    return isExact(layers) ? layers.exact : null;
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

/** When an image was put into the recycle bin; null when it is not in it. */
function parkedSince(image: EngineImage): number | null {
  return isParked(image) ? Math.max(...image.tags.map((tag) => parkedAtMs(tag) ?? 0)) : null;
}
