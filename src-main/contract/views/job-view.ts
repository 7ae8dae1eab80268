import type { AppErrorData } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';
import type { DifferenceWord } from './journal-view.ts';

/** Where a job is. Exactly one of the last four ends it. */
export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'partial';

/** What a job is for. */
export type JobKind = 'clean-up' | 'empty-bin' | 'undo' | 'build-cache';

/** What happened to one reference, or to one image removed by ID. */
export interface ItemResult {
  readonly id: ImageId;
  /** The reference that was dropped or restored; absent when the image was removed by ID or went along. */
  readonly reference?: string;
  readonly outcome:
    'removed' | 'untagged' | 'parked' | 'restored' | 'blocked' | 'gone' | 'failed' | 'skipped';
  readonly error?: AppErrorData;
  /** What the item was to free; on the first result of an image only. */
  readonly promised?: ByteBound;
  /** What the engine's reply shows to have gone; unknown where it does not tell. */
  readonly measuredBytes?: MaybeBytes;
  readonly difference?: DifferenceWord;
}

/** How a run went. */
export interface CleanupResult {
  /** The run in the journal: what `undo` and `resume` take. */
  readonly runId: string;
  readonly results: readonly ItemResult[];
  readonly promised: ByteBound;
  /** What the engine really freed; unknown when it could not be measured. */
  readonly measuredBytes: MaybeBytes;
  /** Why the two differ, where it is known. */
  readonly difference?: DifferenceWord;
}

/** One long task as a screen shows it. */
export interface JobView {
  readonly id: string;
  readonly kind: JobKind;
  readonly endpoint: string;
  readonly state: JobState;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Items done of all; `total` null while it cannot be known. */
  readonly done: number;
  readonly total: number | null;
  /** What it is at now. */
  readonly step:
    | 'waiting'
    | 'checking'
    | 'saving'
    | 'removing-containers'
    | 'removing'
    | 'pulling'
    | 'loading'
    | 'restoring'
    | 'measuring'
    | 'done';
  /** References and images it is at now, several when they run side by side; empty between items. */
  readonly current: readonly string[];
  /** Bytes moved by a save, a load or a pull; null when nothing is moved. */
  readonly movedBytes: number | null;
  /** What became of the latest items, newest last, at most 20: progress item by item. */
  readonly recent: readonly ItemResult[];
  readonly result: CleanupResult | null;
  readonly error: AppErrorData | null;
}
