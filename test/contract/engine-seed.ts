import type { ImageConfig } from '#main/domain/image/image-config.ts';
import type { ContainerId } from '#main/domain/image/hashes.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { EngineCapabilities } from '#main/ports/engine/engine-system.ts';
import type { StoreKind } from '#main/domain/image/engine-snapshot.ts';

/**
 * One layer: a single file `content` of so many bytes, made from `content` so that the same layer is the same diffID.
 * No bytes: an empty directory `content` instead.
 */
export interface SeedLayer {
  readonly content: string;
  readonly bytes: number;
}

/** One step of the history; a metadata step (`empty_layer`) has no layer. */
export interface SeedStep {
  readonly createdBy: string;
  readonly layer?: SeedLayer;
}

/** An image to bring in as `docker load` does. */
export interface SeedImage {
  /** Its tags; the first is what tests call it by. */
  readonly tags: readonly [string, ...string[]];
  /** Oldest first. */
  readonly steps: readonly SeedStep[];
  readonly config?: Partial<ImageConfig>;
  /**
   * First tag of the image of the step before. The child has exactly one step more: the archive's `Parent` entry
   * is then accepted by the classic store (moby image/tarexport, `checkValidParent`).
   */
  readonly parent?: string;
}

/** A container that was created and never started. */
export interface SeedContainer {
  readonly name: string;
  readonly image: string;
}

/** Time of every seeded image and step. */
export const seedCreatedAtMs = Date.UTC(2025, 2, 14, 15, 9, 26);

/** What differs from one engine to another; everything else must be the same. */
export interface EngineTraits {
  readonly store: StoreKind;
  /** What it must declare, word for word. */
  readonly capabilities: EngineCapabilities;
  /** Inspect and history can choose a platform (API ≥ 1.49); else the choice is `engine.unsupported`. */
  readonly choosesPlatform: boolean;
  /** Seeding can make parents; where it cannot, the suite checks that none are told. */
  readonly seedsParents: boolean;
}

/** How to take the engine away in the middle; where that is not possible, why. */
type EngineOutage = { readonly stop: () => Promise<void>; readonly start: () => Promise<void> } | Missing;

/** Why a test engine has no such thing: the tests that need it are skipped with these words. */
interface Missing {
  readonly whyNot: string;
}

/** A registry that the engine can reach without a sign-in. */
export interface RegistryProbe {
  /** `127.0.0.1:5077`: references of images to publish begin with it and a slash. */
  readonly host: string;
  /**
   * Puts an image there under all its tags, not by way of the engine, which therefore has none of it; gives the digest
   * of its manifest. The layers are those that `seed` would bring.
   */
  readonly publish: (image: SeedImage) => Promise<string>;
  /** It answers no more, until the test ends or `start` is called. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** A way to have a build cache. */
export interface BuildCacheProbe {
  /** Builds something and leaves records: at least three, of which one stands on a second and that on a third. */
  readonly fill: () => Promise<void>;
}

/** An engine with a way to put things in. It may hold other images: the suite looks at its own only. */
export interface EngineUnderTest {
  readonly engine: Engine;
  /** All images arrive in one archive, in this order, then the containers. */
  readonly seed: (images: readonly SeedImage[], containers?: readonly SeedContainer[]) => Promise<void>;
  /** Starts a container that runs until the test ends; gives its ID. Brings an image of its own. */
  readonly runContainer: (name: string) => Promise<ContainerId>;
  readonly registry: RegistryProbe | Missing;
  readonly buildCache: BuildCacheProbe | Missing;
  readonly outage: EngineOutage;
  /** Removes everything the test left behind and closes the engine; called once, after each test. */
  readonly cleanup: () => Promise<void>;
}

/** What a new engine supplies to be held to the suite. */
export interface EngineFactory {
  readonly traits: EngineTraits;
  /** Called before each test. */
  readonly open: () => Promise<EngineUnderTest>;
}
