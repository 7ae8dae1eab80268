import type { LayerStack } from '../domain/image/engine-snapshot.ts';
import type { HistoryEntry } from '../domain/image/history-entry.ts';
import type { ImageId } from '../domain/image/hashes.ts';
import type { MaybeBytes } from '../domain/unknown.ts';

/** Facts of an image that never change for the same ID: fetched once in the life of the file. */
export interface CachedImage {
  readonly id: ImageId;
  readonly stacks: readonly LayerStack[];
}

/** Where a reference points now, as last seen. */
export interface ReferenceSighting {
  readonly reference: string;
  readonly imageId: ImageId;
  readonly seenAtMs: number;
}

/** A reference an image once had. */
export interface FormerReference extends ReferenceSighting {
  /** When it was seen to point elsewhere or to be gone; null while it still holds. */
  readonly lostAtMs: number | null;
}

/** When an image was last seen in use, and by what. */
export interface UsageRecord {
  readonly imageId: ImageId;
  readonly lastUsedAtMs: number;
  readonly containerName: string;
  /** Since when this engine's use is being recorded: silence before it means nothing. */
  readonly knownSinceMs: number;
}

/** Something an engine told, kept because engines forget after 256. */
export interface RecordedEvent {
  readonly type: string;
  readonly action: string;
  readonly actorId: string;
  readonly name: string;
  readonly image: string;
  readonly timeMs: number;
  readonly timeNano: string;
}

/** An engine's sums at one moment. */
export interface TotalsSnapshot {
  readonly takenAtMs: number;
  readonly imageCount: number;
  readonly layerCount: number;
  readonly layerBytes: MaybeBytes;
  readonly reclaimableBytes: MaybeBytes;
}

/** State of one item of a clean-up: written before it is tried and again after. */
export type JournalOutcome = 'pending' | 'removed' | 'untagged' | 'blocked' | 'gone' | 'failed' | 'skipped';

/** One item of a clean-up as the journal keeps it. */
export interface JournalItem {
  readonly imageId: ImageId;
  /** The reference that was dropped; null when the image was removed by ID. */
  readonly reference: string | null;
  readonly references: readonly string[];
  readonly digests: readonly string[];
  readonly reasons: readonly string[];
  readonly recoverable: string;
  readonly outcome: JournalOutcome;
  readonly errorDetail: string;
  readonly finishedAtMs: number | null;
}

/** One run of a plan. */
export interface JournalRun {
  readonly runId: string;
  readonly engine: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly promisedBytes: number;
  readonly promisedExactly: boolean;
  readonly measuredBytes: MaybeBytes;
  readonly items: readonly JournalItem[];
}

/** Immutable facts of images, by engine. */
export interface ImageCacheStore {
  readImages(engine: string): ReadonlyMap<ImageId, CachedImage>;
  writeImages(engine: string, images: readonly CachedImage[]): void;
  readHistory(engine: string, image: ImageId, platform: string): readonly HistoryEntry[] | null;
  writeHistory(
    engine: string,
    image: ImageId,
    history: { readonly platform: string; readonly entries: readonly HistoryEntry[] },
  ): void;
  /** Drops what the engine no longer has. */
  forgetImages(engine: string, gone: readonly ImageId[]): void;
}

/** What engines forget: names, use, events, sums over time. */
export interface HistoryStore {
  /** Compares with what is known, and notes what came, moved and went. */
  recordReferences(engine: string, now: readonly ReferenceSighting[], atMs: number): void;
  formerReferences(engine: string): readonly FormerReference[];
  recordUsage(
    engine: string,
    uses: readonly { readonly imageId: ImageId; readonly containerName: string }[],
    atMs: number,
  ): void;
  usage(engine: string): readonly UsageRecord[];
  recordEvent(engine: string, event: RecordedEvent): void;
  events(engine: string, limit: number): readonly RecordedEvent[];
  recordTotals(engine: string, totals: TotalsSnapshot): void;
  totals(engine: string): readonly TotalsSnapshot[];
}

/** What was removed, when, why and how to get it back. */
export interface JournalStore {
  startRun(run: Omit<JournalRun, 'finishedAtMs' | 'measuredBytes'>): void;
  /** Rewrites one item, found by image ID and reference. */
  writeItem(runId: string, item: JournalItem): void;
  finishRun(runId: string, end: { readonly atMs: number; readonly measuredBytes: MaybeBytes }): void;
  /** Newest first. */
  runs(limit: number): readonly JournalRun[];
}

/** Settings as JSON values by key. */
export interface SettingsStore {
  readSetting(key: string): unknown;
  writeSetting(key: string, value: unknown): void;
}

/**
 * Everything Ballast keeps on disk. Synchronous: each call is one transaction.
 * Errors:  `store.corrupt` when opening; an unreadable file is kept aside and named in `startedFreshBecause`.
 */
export interface Store extends ImageCacheStore, HistoryStore, JournalStore, SettingsStore {
  /** Set when the file could not be read: why, and where the old one was put. */
  readonly startedFreshBecause: { readonly why: string; readonly keptAs: string } | null;
  /** Folder of the file, for diagnostics. */
  readonly directory: string;
  close(): void;
}
