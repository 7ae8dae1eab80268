import type { EngineImage, ImageManifest } from '../image/engine-snapshot.ts';
import { emptyDiffId } from '../layer/empty-layer.ts';
import { isKnown, unknown } from '../unknown.ts';
import type { ReclaimContent } from './reclaim-model.ts';

/** Numbers of what manifests can have in common: diffIDs, and the two below. Grows as more are met. */
type PartNumbers = Map<string, number>;

/** Two manifests without layers can still have the same config. */
const noLayers = 'no layers';
/** A tar of 1024 zero bytes, or its gzip or zstd form: never this large. */
const emptyBlobAtMost = 2048;
/** Statements about images: they may share statements with each other, never layers with an image. */
const attestation = 'attestation';

/**
 * The content of an image on the containerd store: each manifest, and the index that lists them when the image ID names
 * one. The index blob is in none of the engine's sums per manifest.
 */
export function imageContent(image: EngineImage, numbers: PartNumbers): readonly ReclaimContent[] {
  const content = image.manifests
    .filter((manifest) => manifest.contentBytes !== 0)
    .map((manifest) => toContent(image, manifest, numbers));
  if (image.manifests.some((manifest) => manifest.digest === String(image.id))) return content;
  const indexBytes = image.indexBytes ?? unknown;
  return [...content, { digest: image.id, contentBytes: indexBytes, manifestBytes: indexBytes, layers: [] }];
}

function toContent(image: EngineImage, manifest: ImageManifest, numbers: PartNumbers): ReclaimContent {
  const { digest, contentBytes, manifestBytes } = manifest;
  const parts = partsOf(image, manifest);
  // Layers nobody knows may repeat, so that all but the manifest may be counted twice.
  const own = isKnown(manifestBytes) ? manifestBytes : 0;
  if (parts === null) return { digest, contentBytes, manifestBytes, layers: null, distinctBytes: own };
  const distinct = new Set(parts);
  const layers = [...distinct].map((part) => numberOf(part, numbers));
  if (distinct.size === parts.length) return { digest, contentBytes, manifestBytes, layers };
  return { digest, contentBytes, manifestBytes, layers, distinctBytes: distinctBytes(manifest, parts) };
}

/** Layers of a manifest; null when nobody inspected its platform, or when two manifests claim the same one. */
function partsOf(image: EngineImage, manifest: ImageManifest): readonly string[] | null {
  if (manifest.kind === 'attestation') return [attestation];
  if (manifest.kind !== 'image' || !isKnown(image.stacks)) return null;
  const stacks = image.stacks.filter((stack) => stack.platform === manifest.platform);
  const rivals = image.manifests.filter(
    ({ kind, platform }) => kind === 'image' && platform === manifest.platform,
  );
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1 || rivals.length > 1) return null;
  return stack.diffIds.length === 0 ? [noLayers] : stack.diffIds;
}

/**
 * What a manifest certainly stores when a layer stands in its stack more than once, so that its `contentBytes` may count a
 * blob up to k times, k being how often the most repeated layer is there: its other blobs are at least 1/k of the rest.
 * Closer when only the empty layer is repeated: its blob is 1024 zero bytes, packed or not.
 */
function distinctBytes(manifest: ImageManifest, parts: readonly string[]): number {
  if (!isKnown(manifest.contentBytes)) return 0;
  const own = isKnown(manifest.manifestBytes) ? manifest.manifestBytes : 0;
  const rest = Math.max(0, manifest.contentBytes - own);
  const counts = new Map<string, number>();
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const repeated = [...counts].filter(([, count]) => count > 1);
  const onlyEmpty = repeated.every(([part]) => part === String(emptyDiffId));
  const closer = onlyEmpty ? rest - (most - 1) * emptyBlobAtMost : 0;
  return own + Math.max(Math.floor(rest / most), closer);
}

function numberOf(part: string, numbers: PartNumbers): number {
  const known = numbers.get(part);
  if (known !== undefined) return known;
  numbers.set(part, numbers.size);
  return numbers.size - 1;
}
