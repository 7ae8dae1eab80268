import type { AppError } from '../../domain/app-error.ts';
import { toAppError } from '../../domain/app-error.ts';
import type { EngineImage, LayerStack, StoreKind } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { isKnown, unknown } from '../../domain/unknown.ts';
import type { EngineImages, ListedImage } from '../../ports/engine/engine-images.ts';
import type { CachedImage } from '../../ports/store.ts';
import { mapBounded } from '../bounded.ts';

/** Inspects at once: the knee measured on two cores, for both stores. */
const inspectConcurrency = 8;

/** What reading stacks needs. */
export interface ReadStacksInput {
  readonly engine: EngineImages;
  readonly store: StoreKind;
  readonly listed: readonly ListedImage[];
  readonly cached: ReadonlyMap<ImageId, CachedImage>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Images with their layers, and what was learned on the way. */
export interface ReadStacks {
  readonly images: readonly EngineImage[];
  /** Facts to keep: they never change for the same image ID. */
  readonly learned: readonly CachedImage[];
}

/**
 * The layers of every image. One inspect per image whose layers were never seen: no other call tells diffIDs.
 * Unknown: an image that went away meanwhile, or that the engine cannot describe, has unknown layers.
 * Errors:  `engine.unreachable` and the like end it; a missing image does not.
 */
export async function readStacks(input: ReadStacksInput): Promise<ReadStacks> {
  const known = new Map<ImageId, readonly LayerStack[]>();
  const missing: ListedImage[] = [];
  for (const image of input.listed) {
    const cached = input.cached.get(image.id);
    if (cached !== undefined && covers(cached, image)) known.set(image.id, cached.stacks);
    else missing.push(image);
  }
  const learned: CachedImage[] = [];
  let done = 0;
  if (missing.length > 0) input.onProgress(0, missing.length);
  await mapBounded(missing, inspectConcurrency, async (image) => {
    const stacks = await inspectStacks(input.engine, image, input.signal);
    if (stacks !== null) {
      known.set(image.id, stacks);
      learned.push({ id: image.id, stacks });
    }
    input.onProgress(++done, missing.length);
  });
  const images = input.listed.map((image) => {
    const stacks = known.get(image.id);
    return { ...image, stacks: stacks === undefined ? unknown : withSizes(stacks, image, input.store) };
  });
  return { images, learned };
}

/** Platforms to ask for; `undefined` lets the engine choose, where there is only one choice. */
function platformsOf(image: ListedImage): readonly (string | undefined)[] {
  const unpacked = image.manifests.filter(
    (manifest) => manifest.kind === 'image' && manifest.available && manifest.unpackedBytes !== 0,
  );
  return unpacked.length > 1 ? unpacked.map((manifest) => manifest.platform) : [undefined];
}

function covers(cached: CachedImage, image: ListedImage): boolean {
  const seen = new Set(cached.stacks.map((stack) => stack.platform));
  return platformsOf(image).every((platform) => platform === undefined || seen.has(platform));
}

async function inspectStacks(
  engine: EngineImages,
  image: ListedImage,
  signal: AbortSignal,
): Promise<readonly LayerStack[] | null> {
  const stacks: LayerStack[] = [];
  for (const platform of platformsOf(image)) {
    try {
      const detail = await engine.inspectImage(image.id, platform === undefined ? {} : { platform }, signal);
      stacks.push(platform === undefined ? detail.stack : { ...detail.stack, platform });
    } catch (error) {
      if (!isAboutThisImage(toAppError(error))) throw error;
      return null;
    }
  }
  return stacks;
}

function isAboutThisImage(error: AppError): boolean {
  return ['engine.not-found', 'engine.bad-answer', 'engine.unsupported'].includes(error.code);
}

/** Sizes come from the list of this refresh: on the containerd store they change while the layers stay. */
function withSizes(
  stacks: readonly LayerStack[],
  image: ListedImage,
  store: StoreKind,
): readonly LayerStack[] {
  if (store === 'classic') return stacks.map((stack) => ({ ...stack, unpackedBytes: image.bytes }));
  const manifests = image.manifests.filter((manifest) => manifest.kind === 'image' && manifest.available);
  const sized = stacks.map((stack) => {
    const own = manifests.length === 1 ? manifests[0] : manifests.find((m) => m.platform === stack.platform);
    return {
      ...stack,
      platform: own?.platform ?? stack.platform,
      unpackedBytes: own?.unpackedBytes ?? unknown,
    };
  });
  // Content that is not unpacked stands on no layer of the disk.
  return sized.filter((stack) => !isKnown(stack.unpackedBytes) || stack.unpackedBytes > 0);
}
