import type { EngineView, ImageRow } from '../../contract/views/engine-view.ts';
import type { LayerRow } from '../../contract/views/layers-view.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';
import { addBytes, isKnown, subtractBytes } from '../../domain/unknown.ts';
import { jsonBytes } from './json-bytes.ts';

/** One image in the JSON of `images` and `ledger`. Keys are documented in docs/cli.md: add, never change. */
export interface ImageJson {
  readonly id: string;
  readonly references: readonly string[];
  readonly digests: readonly string[];
  readonly dangling: boolean;
  readonly intermediate: boolean;
  readonly createdAtMs: number;
  readonly bytes: number | null;
  readonly sharedBytes: number | null;
  readonly exclusiveBytes: number | null;
  readonly containers: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string | null;
  }[];
}

/** One layer in the JSON of `ledger`. */
interface LayerJson {
  readonly chainId: string;
  readonly diffId: string;
  readonly parentChainId: string | null;
  readonly bytes: number | null;
  readonly images: readonly string[];
}

/** The JSON of `ledger`. */
export interface LedgerJson {
  readonly engine: {
    readonly endpoint: string;
    readonly version: string;
    readonly apiVersion: string;
    readonly store: 'classic' | 'containerd';
  };
  readonly totals: {
    readonly imageCount: number;
    readonly layerCount: number;
    readonly layerBytes: number | null;
    readonly contentBytes: number | null;
    readonly engineLayersBytes: number | null;
    readonly exact: boolean;
  };
  readonly images: readonly ImageJson[];
  readonly layers: readonly LayerJson[];
}

/** One image of a view as JSON. */
export function toImageJson(row: ImageRow): ImageJson {
  return {
    id: row.id,
    references: row.tags,
    digests: row.digests,
    dangling: row.dangling,
    intermediate: row.intermediate,
    createdAtMs: row.createdAtMs,
    bytes: jsonBytes(row.bytes),
    // As the engine counts, so that a script can compare with it: intermediate steps are images like any other.
    sharedBytes: jsonBytes(row.engineSharedBytes),
    exclusiveBytes: jsonBytes(subtractBytes(layerBytesOf(row), row.engineSharedBytes)),
    containers: row.containers.map(({ id, name, state }) => ({
      id,
      name,
      state: isKnown(state) ? state : null,
    })),
  };
}

function layerBytesOf(row: ImageRow): MaybeBytes {
  return addBytes(row.sharedBytes, row.exclusiveBytes);
}

/** An engine's ledger as JSON. */
export function toLedgerJson(
  view: EngineView,
  layers: readonly LayerRow[],
  engineLayersBytes: MaybeBytes,
): LedgerJson {
  const { endpoint, version, apiVersion, store } = view.engine;
  const { imageCount, layerCount, layerBytes, contentBytes } = view.sums;
  return {
    engine: { endpoint, version, apiVersion, store },
    totals: {
      imageCount,
      layerCount,
      layerBytes: jsonBytes(layerBytes),
      contentBytes: jsonBytes(contentBytes),
      engineLayersBytes: jsonBytes(engineLayersBytes),
      exact: isKnown(layerBytes) && isKnown(contentBytes),
    },
    images: view.images.map(toImageJson),
    layers: layers.map((layer) => ({
      chainId: layer.chainId,
      diffId: layer.diffId,
      parentChainId: layer.parentChainId,
      bytes: jsonBytes(layer.bytes),
      images: layer.images,
    })),
  };
}
