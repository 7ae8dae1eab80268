import type { AppErrorData } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';

/** Where a job is. Exactly one of the last four ends it. */
export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'partial';

/** What happened to one reference, or to one image removed by ID. */
export interface ItemResult {
  readonly id: ImageId;
  /** The reference that was dropped; absent when the image was removed by ID or went along. */
  readonly reference?: string;
  readonly outcome: 'removed' | 'untagged' | 'blocked' | 'gone' | 'failed' | 'skipped';
  readonly error?: AppErrorData;
}

/** How a clean-up went. */
export interface CleanupResult {
  readonly results: readonly ItemResult[];
  readonly promised: ByteBound;
  /** What the engine really freed; unknown when it could not be measured. */
  readonly measuredBytes: MaybeBytes;
}

/** One long task as a screen shows it. */
export interface JobView {
  readonly id: string;
  readonly kind: 'clean-up';
  readonly endpoint: string;
  readonly state: JobState;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Items done of all; `total` null while it cannot be known. */
  readonly done: number;
  readonly total: number | null;
  /** What it is at now. */
  readonly step: 'waiting' | 'checking' | 'removing' | 'measuring' | 'done';
  /** The reference or image it is at now; empty between items. */
  readonly current: string;
  readonly result: CleanupResult | null;
  readonly error: AppErrorData | null;
}
