import type { EngineImage, EngineSnapshot, ImageManifest } from '#main/domain/image/engine-snapshot.ts';
import { toDiffId, toManifestDigest } from '#main/domain/image/hashes.ts';

import { makeImage, makeSnapshot } from './small-snapshot.ts';

/** Layers by name and bytes, base first: `{ base: 100, app: 20 }`. A layer's name is its diffID. */
export type LayerSizes = Readonly<Record<string, number>>;

/** A diffID that can be read: `diffId('base')`. */
export function diffId(name: string): ReturnType<typeof toDiffId> {
  return toDiffId(`sha256:${name}`);
}

/** An image of the classic store on these layers, with its true size. */
export function layeredImage(
  name: string,
  layers: LayerSizes,
  facts: Partial<Omit<EngineImage, 'id'>> = {},
): EngineImage {
  const bytes = Object.values(layers).reduce((sum, size) => sum + size, 0);
  const stack = { platform: '', diffIds: Object.keys(layers).map(diffId), unpackedBytes: bytes };
  return makeImage(name, { bytes, sharedBytes: 'unknown', stacks: [stack], ...facts });
}

/** A snapshot of the classic store in which `SharedSize` is known, as the engine computes it. */
export function layeredSnapshot(images: Readonly<Record<string, LayerSizes>>): EngineSnapshot {
  const entries = Object.entries(images);
  return makeSnapshot(
    entries.map(([name, layers]) => {
      const others = entries.filter(([other]) => other !== name).map(([, its]) => Object.keys(its));
      return layeredImage(name, layers, { sharedBytes: sharedWith(layers, others) });
    }),
  );
}

function sharedWith(layers: LayerSizes, others: readonly (readonly string[])[]): number {
  const names = Object.keys(layers);
  const depth = Math.max(0, ...others.map((other) => commonDepth(names, other)));
  return names.slice(0, depth).reduce((sum, name) => sum + (layers[name] ?? 0), 0);
}

function commonDepth(a: readonly string[], b: readonly string[]): number {
  const parting = a.findIndex((name, index) => b[index] !== name);
  return parting < 0 ? a.length : parting;
}

/** An image of the containerd store whose ID is its only manifest. */
export function containerdImage(
  name: string,
  layers: LayerSizes,
  content: { readonly bytes: number; readonly manifestBytes?: number },
): EngineImage {
  const image = layeredImage(name, layers);
  const manifest: ImageManifest = {
    digest: toManifestDigest(image.id),
    kind: 'image',
    platform: '',
    available: true,
    manifestBytes: content.manifestBytes ?? 10,
    contentBytes: content.bytes,
    unpackedBytes: image.bytes,
  };
  return { ...image, manifests: [manifest] };
}
