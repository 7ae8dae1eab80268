import { createHash } from 'node:crypto';

import type { EngineImage, EngineSnapshot, StoreKind } from '#main/domain/image/engine-snapshot.ts';
import { toDiffId, toImageId, toManifestDigest } from '#main/domain/image/hashes.ts';

/** What to invent. */
export interface PopulationShape {
  readonly images: number;
  readonly layersEach: number;
  readonly store: StoreKind;
  readonly seed: number;
}

/**
 * Images of an engine that was used for years, the same for the same seed: some bases, builds that share a few layers more
 * with each other, and layers of their own on top.
 */
export function inventPopulation(shape: PopulationShape): EngineSnapshot {
  const random = mulberry32(shape.seed);
  const images = inventStacks(shape, random);
  return {
    engineId: 'bench',
    store: shape.store,
    takenAtMs: 0,
    images: images
      .map((stack, number) => toImage(stack, number, shape.store))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    containers: [],
    buildCache: 'unknown',
    skipped: [],
  };
}

interface InventedLayer {
  readonly diffId: string;
  readonly bytes: number;
}

interface InventedStack {
  readonly layers: readonly InventedLayer[];
  sharedDepth: number;
}

function inventStacks({ images, layersEach }: PopulationShape, random: () => number): InventedStack[] {
  const stacks: InventedStack[] = [];
  for (let number = 0; number < images; number += 1) {
    // A twentieth starts afresh; the others continue an older image from some depth on, as builds do.
    const older = random() < 0.05 ? undefined : stacks[Math.floor(random() * stacks.length)];
    const sharedDepth = older === undefined ? 0 : 1 + Math.floor(random() * (layersEach - 1));
    const layers = (older?.layers ?? []).slice(0, sharedDepth);
    while (layers.length < layersEach) {
      layers.push({ diffId: digest(`layer ${number} ${layers.length}`), bytes: Math.floor(random() * 1e7) });
    }
    if (older !== undefined) older.sharedDepth = Math.max(older.sharedDepth, sharedDepth);
    stacks.push({ layers, sharedDepth });
  }
  return stacks;
}

function toImage({ layers, sharedDepth }: InventedStack, number: number, store: StoreKind): EngineImage {
  const id = digest(`image ${number}`);
  const bytes = sumBytes(layers);
  const contentBytes = Math.floor(bytes / 3) + 2500;
  const platform = 'linux/amd64';
  const manifest = { digest: toManifestDigest(id), kind: 'image', platform, available: true } as const;
  return {
    id: toImageId(id),
    tags: [`app-${number}:latest`],
    digests: [],
    parentId: null,
    createdAtMs: number,
    bytes,
    sharedBytes: sumBytes(layers.slice(0, sharedDepth)),
    labels: {},
    manifests:
      store === 'classic' ? [] : [{ ...manifest, manifestBytes: 1000, contentBytes, unpackedBytes: bytes }],
    stacks: [{ platform, diffIds: layers.map(({ diffId }) => toDiffId(diffId)), unpackedBytes: bytes }],
  };
}

function sumBytes(layers: readonly InventedLayer[]): number {
  return layers.reduce((sum, layer) => sum + layer.bytes, 0);
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** A small seeded generator: the same numbers everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
