import type { RegistryCheck } from '../domain/cleanup/recorded-past.ts';
import type { EngineSnapshot, LayerStack } from '../domain/image/engine-snapshot.ts';
import type { HistoryEntry } from '../domain/image/history-entry.ts';
import type { ImageId } from '../domain/image/hashes.ts';
import type { MaybeBytes } from '../domain/unknown.ts';
import type { PolicyStore } from './policy-store.ts';
import type { UnreadableRow } from './unreadable-row.ts';

/** Facts of an image that never change for the same ID: fetched once in the life of the file. */
export interface CachedImage {
  readonly id: ImageId;
  readonly stacks: readonly LayerStack[];
}

/** Where a reference points now, as last seen; an image ID is one that points to its image. */
export interface ReferenceSighting {
  readonly reference: string;
  readonly imageId: ImageId;
  readonly seenAtMs: number;
}

/** A reference an image once had. */
export interface FormerReference extends ReferenceSighting {
  /** When it was first seen to point here; absent where that was not kept. */
  readonly firstSeenAtMs?: number;
  /** When it was seen to point elsewhere or to be gone; null while it still holds. */
  readonly lostAtMs: number | null;
}

/** When an image was last seen in use, and by what. */
export interface UsageRecord {
  readonly imageId: ImageId;
  readonly lastUsedAtMs: number;
  readonly containerName: string;
  /** Since when this engine's use is being recorded without a gap: silence before it means nothing. */
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

/** What a run was for. */
export type RunKind = 'clean-up' | 'empty-bin' | 'undo' | 'build-cache';

/** Who began a run. */
export type RunTrigger = 'person' | 'script' | 'automatic';

/**
 * State of one item: written before it is tried and again after. `pending`: not begun. `trying`: begun, and nobody knows yet
 * how it ended; found so after a crash, it is settled by looking at the engine.
 */
export type JournalOutcome =
  | 'pending'
  | 'trying'
  | 'removed'
  | 'untagged'
  | 'parked'
  | 'restored'
  | 'blocked'
  | 'gone'
  | 'failed'
  | 'skipped';

/** Why promised and measured bytes of an item differ. */
export type DifferenceReason =
  /** The promise was a lower bound. */
  | 'was-lower-bound'
  /** Something else holds the layers: an image that came meanwhile, a container, the build cache. */
  | 'still-held'
  | 'somebody-else-removed-it'
  | 'not-removed';

/** What an item was meant to do. */
export type JournalEffect =
  'remove' | 'untag' | 'park' | 'remove-platforms' | 'remove-container' | 'remove-build-cache' | 'restore';

/** One item of a run as the journal keeps it. */
export interface JournalItem {
  readonly imageId: ImageId;
  /** The reference that is dropped (or restored); null when the image is removed by ID. A container or cache ID for those effects. */
  readonly reference: string | null;
  readonly effect: JournalEffect;
  /** All tags the image had. */
  readonly references: readonly string[];
  readonly digests: readonly string[];
  readonly reasons: readonly string[];
  readonly recoverable: string;
  /** `repository@digest` to pull it by. */
  readonly pullFrom: readonly string[];
  /** The bin's reference that keeps a parked image; null when it was not parked. */
  readonly parkedAs: string | null;
  /** Verified archive it was saved to before it went; empty while it is still to be saved; null when it was not asked for. */
  readonly archive: string | null;
  /** What the item was to add; null for an item of several references, but on its first one. */
  readonly promisedBytes: number | null;
  readonly promisedExactly: boolean;
  /** What the engine's reply shows to have gone; unknown where it does not tell. */
  readonly measuredBytes: MaybeBytes;
  readonly difference: DifferenceReason | null;
  readonly outcome: JournalOutcome;
  readonly errorDetail: string;
  readonly finishedAtMs: number | null;
}

/** How a run stands. `running` with an owner that is gone was interrupted. */
export type RunState = 'running' | 'succeeded' | 'partial' | 'cancelled' | 'failed' | 'interrupted';

/** One run of a plan. */
export interface JournalRun {
  readonly runId: string;
  readonly engine: string;
  /** URL the engine was reached at. */
  readonly endpoint: string;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  /** Name of the saved policy; empty when it was none. */
  readonly policyName: string;
  readonly state: RunState;
  /** The process that runs it, so that another one neither settles nor resumes it meanwhile. */
  readonly owner: string;
  /** The run this one undid or went on with; null for a run of its own. */
  readonly follows: string | null;
  /** A person does not want to be asked about it any more. */
  readonly isDismissed: boolean;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly promisedBytes: number;
  readonly promisedExactly: boolean;
  readonly measuredBytes: MaybeBytes;
  readonly items: readonly JournalItem[];
}

/** What a run begins with; items are written with it, so that nothing is removed that was not journaled first. */
export type NewRun = Omit<JournalRun, 'finishedAtMs' | 'measuredBytes' | 'state' | 'isDismissed'>;

/** An engine as it was on one day, to try policies on. */
export interface RecordedDay {
  /** Start of the day in UTC, Unix milliseconds. */
  readonly dayMs: number;
  readonly snapshot: EngineSnapshot;
  /** Use as it was known on that day. */
  readonly usage: readonly UsageRecord[];
  readonly formerReferences: readonly FormerReference[];
}

/** One line of the log of automatic clean-up. */
export interface AutomationEntry {
  readonly atMs: number;
  readonly engine: string;
  readonly policyName: string;
  readonly event:
    'announced' | 'notified' | 'started' | 'finished' | 'cancelled' | 'nothing-to-do' | 'failed';
  /** What set it off: `schedule`, `images-larger`, `disk-fuller`. */
  readonly cause: string;
  readonly runId: string | null;
  readonly promisedBytes: number | null;
  readonly imageCount: number;
  readonly detail: string;
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
  /**
   * Notes what is in use at a moment, if anything, and that somebody looked: after more than 7 days without a look, what is known
   * begins anew at `atMs`, for nobody saw what ran meanwhile. Uses that were seen before stay.
   */
  recordUsage(
    engine: string,
    uses: readonly Pick<UsageRecord, 'imageId' | 'containerName'>[],
    atMs: number,
  ): void;
  usage(engine: string): readonly UsageRecord[];
  /** Since when use is watched without such a gap, also while nothing was ever used; null before the first look. */
  usageKnownSinceMs(engine: string): number | null;
  recordEvent(engine: string, event: RecordedEvent): void;
  events(engine: string, limit: number): readonly RecordedEvent[];
  recordTotals(engine: string, totals: TotalsSnapshot): void;
  totals(engine: string): readonly TotalsSnapshot[];
}

/** What was removed, when, why and how to get it back. */
export interface JournalStore {
  startRun(run: NewRun): void;
  /** Rewrites one item, found by image ID, effect and reference. */
  writeItem(runId: string, item: JournalItem): void;
  /** Writes that an item is being tried, so that it reaches the disk before the engine is told. */
  tryItem(runId: string, item: JournalItem): void;
  finishRun(run: string, end: Pick<JournalRun, 'state' | 'measuredBytes'> & { readonly atMs: number }): void;
  /** Takes over a run whose owner is gone. False when somebody else was quicker. */
  takeOver(runId: string, from: string, to: string): boolean;
  dismissRun(runId: string): void;
  run(runId: string): JournalRun | null;
  /** Newest first. */
  runs(limit: number): readonly JournalRun[];
  /** Items whose image was put into the recycle bin, or was to be, on an engine; those of the newest run first. */
  parkedItems(engine: string): readonly { readonly runId: string; readonly item: JournalItem }[];
  /** Runs of an engine that are not finished. */
  openRuns(engine: string): readonly JournalRun[];
}

/** Days to try policies on, registry checks and the log of automatic clean-up. */
export interface RecordStore {
  /** Keeps the last reading of each day, and only the newest 62 days. Packs megabytes: not to be called at every reading. */
  recordDay(engine: string, day: RecordedDay): void;
  /** Newest first. */
  days(engine: string): readonly number[];
  /** null when there is none, and when it cannot be read: that is told in `unreadableRows`. */
  day(engine: string, dayMs: number): RecordedDay | null;
  recordCheck(engine: string, check: RegistryCheck & { readonly reference: string }): void;
  registryChecks(engine: string): ReadonlyMap<string, RegistryCheck>;
  logAutomation(entry: AutomationEntry): void;
  /** Newest first. */
  automationLog(limit: number): readonly AutomationEntry[];
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
export interface Store
  extends ImageCacheStore, HistoryStore, JournalStore, PolicyStore, RecordStore, SettingsStore {
  /** Set when a file could not be read, then and as long as the old one lies where it was put: why, and where. */
  readonly startedFreshBecause: { readonly why: string; readonly keptAs: string } | null;
  /** Folder of the file, for diagnostics. */
  readonly directory: string;
  /** Rows that were met and left out since the file was opened, each once. Sorted by kind and name. */
  unreadableRows(): readonly UnreadableRow[];
  close(): void;
}
