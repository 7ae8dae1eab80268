import type {
  BuildCacheTotals,
  EngineContainer,
  EngineImage,
  EngineSnapshot,
  ImageManifest,
  StoreKind,
} from '#main/domain/image/engine-snapshot.ts';
import type { DiffId, ImageId } from '#main/domain/image/hashes.ts';
import { toContainerId, toImageId, toManifestDigest } from '#main/domain/image/hashes.ts';
import type { HistoryEntry } from '#main/domain/image/history-entry.ts';
import { historyKey } from '#main/domain/ledger/build-ledger.ts';
import type { Unknown } from '#main/domain/unknown.ts';
import { unknown } from '#main/domain/unknown.ts';

import type { StepRecipe, TrueStep } from './true-steps.ts';
import { diffIdOf, toStep } from './true-steps.ts';

/** How one image came to be. */
export interface ImageRecipe {
  /** Which earlier image it continues, and after how many of its steps; 0 starts afresh. */
  readonly from: number;
  readonly keep: number;
  readonly steps: readonly StepRecipe[];
  /** How its blobs are compressed. */
  readonly variant: number;
  /** Containerd store: also holds the platform of this earlier image. */
  readonly otherPlatform: number | null;
  readonly isOtherUnpacked: boolean;
  readonly hasAttestation: boolean;
  /** Containerd store: does not hold layers that were there already. */
  readonly isLoaded: boolean;
  readonly isTagged: boolean;
  readonly hidesShare: boolean;
  readonly hidesSize: boolean;
  readonly hidesStacks: boolean;
  /** Removed by force; a container still stands on it. */
  readonly isLost: boolean;
}

/** How an engine came to be. */
export interface EngineRecipe {
  readonly store: StoreKind;
  readonly images: readonly ImageRecipe[];
  /** True bytes by content number; content 0 is the empty layer. */
  readonly sizes: readonly number[];
  /** Layers that the build cache holds as well. */
  readonly cachedNodes: readonly number[];
}

/** What is really there. */
export interface TrueEngine {
  readonly snapshot: EngineSnapshot;
  readonly histories: ReadonlyMap<string, readonly HistoryEntry[]>;
  /** True bytes of each layer on disk that a listed image holds, by its diffIDs joined with a space. */
  readonly layerBytes: ReadonlyMap<string, number>;
  /** What removing these images really frees. */
  freed(ids: ReadonlySet<ImageId>): { readonly layers: number; readonly content: number };
}

interface TruePlatform {
  readonly platform: string;
  readonly steps: readonly TrueStep[];
  readonly diffIds: readonly DiffId[];
  /** Keys of its layers, bottom first. */
  readonly chain: readonly string[];
  readonly isUnpacked: boolean;
  /** Whether it keeps its layers on disk by itself. */
  readonly isHolding: boolean;
  readonly manifest: string;
  readonly blobs: ReadonlyMap<string, number>;
}

interface TrueImage {
  readonly id: ImageId;
  readonly recipe: ImageRecipe;
  readonly platforms: readonly TruePlatform[];
  /** Blobs besides those of its platforms: index and attestation. */
  readonly otherBlobs: ReadonlyMap<string, number>;
}

/** Makes an engine from its recipe. */
export function trueEngine(recipe: EngineRecipe): TrueEngine {
  const images = growImages(recipe);
  const listed = images.filter((image) => !image.recipe.isLost);
  const bytesOf = (key: string): number => layerBytesOf(recipe, key);
  const cached = cachedKeys(recipe, listed);
  const histories = new Map<string, readonly HistoryEntry[]>();
  for (const { id, platforms } of listed) {
    for (const { platform, steps, isUnpacked } of platforms) {
      if (isUnpacked) histories.set(historyKey(id, platform), toHistory(recipe, steps));
    }
  }
  const keys = new Set(listed.flatMap((image) => unpackedKeys(image)));
  return {
    snapshot: toSnapshot(
      recipe,
      images,
      [...cached].reduce((sum, key) => sum + bytesOf(key), 0),
    ),
    histories,
    layerBytes: new Map([...keys].map((key) => [key, bytesOf(key)])),
    freed(ids) {
      const staying = images.filter((image) => !ids.has(image.id));
      const held = new Set([...cached, ...staying.flatMap((image) => heldKeys(image))]);
      const gone = [...keys].filter((key) => !held.has(key));
      const kept = new Set(
        staying.flatMap((image) => (image.recipe.isLost ? [] : [...blobsOf(image).keys()])),
      );
      const blobs = new Map(listed.filter(({ id }) => ids.has(id)).flatMap((image) => [...blobsOf(image)]));
      for (const digest of kept) blobs.delete(digest);
      return {
        layers: gone.reduce((sum, key) => sum + bytesOf(key), 0),
        content: recipe.store === 'classic' ? 0 : [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0),
      };
    },
  };
}

function growImages(recipe: EngineRecipe): TrueImage[] {
  const images: TrueImage[] = [];
  const present = new Set<string>();
  for (const [number, own] of recipe.images.entries()) {
    const base = own.from === 0 ? undefined : images[(own.from - 1) % Math.max(1, images.length)];
    const kept = base?.platforms[0]?.steps.slice(0, own.keep) ?? [];
    const steps = [...kept, ...own.steps.map((step) => toStep(step, recipe.sizes))];
    const platforms = [toPlatform(recipe, { number, steps, present })];
    const other = own.otherPlatform === null ? undefined : images[own.otherPlatform]?.platforms[0];
    if (recipe.store === 'containerd' && other) {
      // The very same manifest, now also listed by an index.
      const wasThere = other.chain.every((key) => present.has(key));
      const isHolding = !(own.isLoaded && wasThere);
      platforms.push({ ...other, platform: 'linux/arm64', isUnpacked: own.isOtherUnpacked, isHolding });
    }
    for (const { chain, isUnpacked } of platforms) if (isUnpacked) for (const key of chain) present.add(key);
    const hasIndex = platforms.length > 1 || own.hasAttestation;
    const id = hasIndex ? digest('1', number) : (platforms[0]?.manifest ?? '');
    const otherBlobs = new Map<string, number>();
    if (hasIndex) otherBlobs.set(id, 320 + number);
    if (own.hasAttestation) otherBlobs.set(digest('a', number), 700).set(`statement ${number % 2}`, 55);
    images.push({ id: toImageId(id), recipe: own, platforms, otherBlobs });
  }
  return images.map((image) => ({
    ...image,
    platforms: image.platforms.map((own) => asOnDisk(own, present)),
  }));
}

/** The engine calls a platform unpacked as soon as its layers are there, whoever put and keeps them there. */
function asOnDisk(platform: TruePlatform, present: ReadonlySet<string>): TruePlatform {
  const isThere = platform.chain.length > 0 && platform.chain.every((key) => present.has(key));
  return platform.isUnpacked || !isThere ? platform : { ...platform, isUnpacked: true, isHolding: false };
}

function toPlatform(
  recipe: EngineRecipe,
  of: { number: number; steps: readonly TrueStep[]; present: ReadonlySet<string> },
): TruePlatform {
  const diffIds = of.steps.flatMap((step) => (step.content === null ? [] : [diffIdOf(step.content)]));
  const chain = diffIds.map((_, slot) => diffIds.slice(0, slot + 1).join(' '));
  const variant = recipe.images[of.number]?.variant ?? 0;
  const manifest = digest('b', of.number);
  const blobs = new Map([[manifest, 500 + diffIds.length]]);
  // Same steps, same config: images that differ only in their manifest share it.
  blobs.set(`config ${JSON.stringify(of.steps)}`, 90);
  for (const { content } of of.steps) {
    if (content !== null) blobs.set(`blob ${content} ${variant}`, blobBytes(recipe, content, variant));
  }
  const wasThere = chain.every((key) => of.present.has(key));
  const isHolding =
    recipe.store === 'classic' || !((recipe.images[of.number]?.isLoaded ?? false) && wasThere);
  return {
    platform: 'linux/amd64',
    isUnpacked: true,
    steps: of.steps,
    diffIds,
    chain,
    isHolding,
    manifest,
    blobs,
  };
}

function blobBytes(recipe: EngineRecipe, content: number, variant: number): number {
  return 20 + (recipe.sizes[content] ?? 0) * (variant === 0 ? 1 : 3);
}

/** Classic: bytes of the content, wherever it stands. Containerd: whole blocks, which can differ by place. */
function layerBytesOf(recipe: EngineRecipe, key: string): number {
  const diffIds = key.split(' ');
  const content = contentOf(recipe, diffIds.at(-1) ?? '');
  const bytes = content === 0 ? 0 : (recipe.sizes[content] ?? 0);
  return recipe.store === 'classic' ? bytes : 4096 * (1 + bytes + (diffIds.length % 2));
}

function contentOf(recipe: EngineRecipe, diffId: string): number {
  return recipe.sizes.findIndex((_, number) => diffIdOf(number) === diffId);
}

function toHistory(recipe: EngineRecipe, steps: readonly TrueStep[]): HistoryEntry[] {
  const below: DiffId[] = [];
  return steps.map(({ entry, content }) => {
    if (content === null) return { ...entry, bytes: 0 };
    below.push(diffIdOf(content));
    return { ...entry, bytes: layerBytesOf(recipe, below.join(' ')) };
  });
}

function unpackedKeys({ platforms }: TrueImage): string[] {
  return platforms.filter(({ isUnpacked }) => isUnpacked).flatMap(({ chain }) => chain);
}

function heldKeys({ platforms, recipe }: TrueImage): string[] {
  const holding = platforms.filter(({ isUnpacked, isHolding }) => isUnpacked && (isHolding || recipe.isLost));
  return holding.flatMap(({ chain }) => chain);
}

function blobsOf(image: TrueImage): Map<string, number> {
  return new Map([...image.platforms.flatMap(({ blobs }) => [...blobs]), ...image.otherBlobs]);
}

/** Layers the cache holds as well: whole chains, as a build leaves them. Classic store only. */
function cachedKeys(recipe: EngineRecipe, listed: readonly TrueImage[]): Set<string> {
  if (recipe.store === 'containerd') return new Set();
  const keys = [...new Set(listed.flatMap((image) => unpackedKeys(image)))];
  const tops = recipe.cachedNodes.flatMap((node) => keys[node] ?? []);
  return new Set(keys.filter((key) => tops.some((top) => top === key || top.startsWith(`${key} `))));
}

function toSnapshot(recipe: EngineRecipe, images: readonly TrueImage[], cachedBytes: number): EngineSnapshot {
  const listed = images.filter((image) => !image.recipe.isLost);
  const lost = images.filter((image) => image.recipe.isLost);
  const buildCache: BuildCacheTotals | Unknown =
    recipe.cachedNodes.length === 0
      ? unknown
      : { recordCount: recipe.cachedNodes.length, bytes: cachedBytes + 7, sharedBytes: cachedBytes };
  return {
    engineId: 'true-engine',
    store: recipe.store,
    takenAtMs: 0,
    images: listed
      .map((image) => toEngineImage(recipe, image, listed))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    containers: lost.flatMap((image, number) => toContainers(image, number)),
    buildCache,
    skipped: [],
  };
}

/** One container for each platform of a lost image. */
function toContainers(image: TrueImage, number: number): EngineContainer[] {
  return image.platforms.map(({ platform }) => ({
    id: toContainerId(`container-${number}-${platform}`),
    name: `container-${number}`,
    state: 'exited',
    imageId: image.id,
    imageReference: image.id,
    composeProject: null,
    mountedImages: [],
  }));
}

function toEngineImage(recipe: EngineRecipe, image: TrueImage, listed: readonly TrueImage[]): EngineImage {
  const unpacked = image.platforms.filter(({ isUnpacked }) => isUnpacked);
  const keys = new Set(unpackedKeys(image));
  const others = new Set(listed.filter((other) => other !== image).flatMap((other) => unpackedKeys(other)));
  const sumOf = (some: Iterable<string>): number =>
    [...some].reduce((sum, key) => sum + layerBytesOf(recipe, key), 0);
  const isSaid = !image.recipe.hidesSize;
  const shared = sumOf([...keys].filter((key) => others.has(key)));
  const manifests = recipe.store === 'classic' ? [] : toManifests(recipe, image);
  return {
    id: image.id,
    tags: image.recipe.isTagged ? [`app-${image.id.slice(-4)}:latest`] : [],
    digests: [],
    parentId: null,
    createdAtMs: 0,
    bytes: isSaid
      ? sumOf(keys) + manifests.reduce((sum, { contentBytes }) => sum + Number(contentBytes), 0)
      : unknown,
    sharedBytes: image.recipe.hidesShare ? unknown : shared,
    labels: {},
    manifests,
    indexBytes: image.otherBlobs.get(image.id) ?? 0,
    stacks: image.recipe.hidesStacks
      ? unknown
      : (recipe.store === 'classic' ? unpacked : image.platforms).map(
          ({ platform, diffIds, isUnpacked, chain }) => ({
            platform,
            diffIds,
            unpackedBytes: !isUnpacked ? 0 : isSaid ? sumOf(chain) : unknown,
          }),
        ),
  };
}

function toManifests(recipe: EngineRecipe, image: TrueImage): ImageManifest[] {
  const manifests = image.platforms.map((own): ImageManifest => {
    const isSaid = !image.recipe.hidesSize;
    const manifestBytes = own.blobs.get(own.manifest) ?? 0;
    // A blob that two layers share is counted for each of them, as the engine does.
    const layers = own.diffIds.reduce((sum, diffId) => {
      const blob = [...own.blobs].find(([name]) => name.startsWith(`blob ${contentOf(recipe, diffId)} `));
      return sum + (blob?.[1] ?? 0);
    }, 0);
    return {
      digest: toManifestDigest(own.manifest),
      kind: 'image',
      platform: own.platform,
      available: true,
      manifestBytes,
      contentBytes: isSaid ? manifestBytes + 90 + layers : unknown,
      unpackedBytes: own.isUnpacked ? own.chain.reduce((sum, key) => sum + layerBytesOf(recipe, key), 0) : 0,
    };
  });
  if (!image.recipe.hasAttestation) return manifests;
  const attestation = [...image.otherBlobs.keys()].find((key) => key.startsWith('sha256:aaaa')) ?? '';
  const sizes = { manifestBytes: 700, contentBytes: 755, unpackedBytes: 0 };
  const about = { kind: 'attestation', platform: 'unknown/unknown', available: true } as const;
  return [...manifests, { digest: toManifestDigest(attestation), ...about, ...sizes }];
}

/** A digest that says what it is: `sha256:`, 56 times the same digit, then a number. */
function digest(digit: string, number: number): string {
  return `sha256:${digit.repeat(56)}${number.toString(16).padStart(8, '0')}`;
}
