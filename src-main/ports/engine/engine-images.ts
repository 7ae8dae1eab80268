import type { EngineImage, LayerStack, SkippedRecord } from '../../domain/image/engine-snapshot.ts';
import type { ChainId, ImageId } from '../../domain/image/hashes.ts';
import type { HistoryEntry } from '../../domain/image/history-entry.ts';
import type { ImageConfig } from '../../domain/image/image-config.ts';

/** One image as the list call tells it: everything but its layers. */
export type ListedImage = Omit<EngineImage, 'stacks'>;

/** Answer of the list call. */
export interface ImageListing {
  /** Intermediates included, sorted by ID. */
  readonly images: readonly ListedImage[];
  readonly skipped: readonly SkippedRecord[];
}

/** One image in detail. */
export interface ImageDetail {
  readonly id: ImageId;
  /** `name:tag` references it has right now, sorted: read again just before one of them is dropped. */
  readonly tags: readonly string[];
  /** `name@digest` references it has right now, sorted. */
  readonly digests: readonly string[];
  /** Layers of the platform that was inspected. */
  readonly stack: LayerStack;
  readonly config: ImageConfig;
  readonly author: string;
  readonly comment: string;
  readonly dockerVersion: string;
  /** Platform as `os/architecture[/variant]`. */
  readonly platform: string;
  /** The engine's answer, word for word. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What the engine says it did on a removal. */
export interface RemovalReply {
  readonly untagged: readonly string[];
  readonly removedImages: readonly ImageId[];
  /** Chains whose bytes really went; always empty where the engine does not tell (`repliesWithChains`). */
  readonly removedChains: readonly ChainId[];
}

/** Which platform of an image is meant; the engine's own choice when absent. */
export interface PlatformChoice {
  readonly platform?: string;
}

/** Operations on images. */
export interface EngineImages {
  /**
   * All images in one call: 12 s at 1,000 images on the containerd store, so exactly one per refresh.
   * Errors:  `engine.bad-answer` when the whole answer is broken; single bad rows come in `skipped`.
   */
  listImages(signal?: AbortSignal): Promise<ImageListing>;
  /** Errors:  `engine.not-found`, `reference.invalid`. */
  inspectImage(imageOrReference: string, choice?: PlatformChoice, signal?: AbortSignal): Promise<ImageDetail>;
  /** Oldest step first. Errors:  `engine.not-found`; on the containerd store also when a layer is not unpacked. */
  imageHistory(
    imageOrReference: string,
    choice?: PlatformChoice,
    signal?: AbortSignal,
  ): Promise<readonly HistoryEntry[]>;
  /** Gives an image one more reference; takes it from another image if it had it. `target` is `name:tag`. */
  tagImage(imageOrReference: string, target: string, signal?: AbortSignal): Promise<void>;
  /**
   * Drops one reference. When it was the image's last one, the engine removes the image too and says so.
   * Never forces, never removes untagged parents (`noprune`): only what is named goes.
   * Errors:  `engine.not-found`, `engine.conflict` (a container uses it).
   */
  untagImage(reference: string, signal?: AbortSignal): Promise<RemovalReply>;
  /**
   * Removes an image by ID. Never forces, never removes untagged parents (`noprune`): only what is named goes.
   * Errors:  `engine.not-found`, `engine.conflict` (containers, children, several references).
   */
  removeImage(id: ImageId, signal?: AbortSignal): Promise<RemovalReply>;
  /**
   * Removes single platforms of an image, which stays. Never forces.
   * Errors:  `engine.unsupported` where `removesPlatforms` is not a capability.
   */
  removePlatforms(id: ImageId, platforms: readonly string[], signal?: AbortSignal): Promise<void>;
}
