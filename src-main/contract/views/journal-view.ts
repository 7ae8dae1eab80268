import type { MaybeBytes } from '../../domain/unknown.ts';

/** Why promised and measured bytes differ, where it is known. */
export type DifferenceWord = 'was-lower-bound' | 'still-held' | 'somebody-else-removed-it' | 'not-removed';

/** One item of a past run. */
export interface JournalItemView {
  readonly imageId: string;
  readonly reference: string | null;
  readonly effect: string;
  /** References and digests it had. */
  readonly references: readonly string[];
  readonly digests: readonly string[];
  readonly reasons: readonly string[];
  readonly recoverable: string;
  readonly pullFrom: readonly string[];
  readonly archive: string | null;
  readonly promisedBytes: number | null;
  readonly promisedExactly: boolean;
  readonly measuredBytes: MaybeBytes;
  readonly difference: DifferenceWord | null;
  readonly outcome: string;
  readonly errorDetail: string;
  readonly finishedAtMs: number | null;
}

/** One past run. */
export interface JournalRunView {
  readonly runId: string;
  readonly engine: string;
  readonly endpoint: string;
  readonly kind: 'clean-up' | 'empty-bin' | 'undo' | 'build-cache';
  readonly trigger: 'person' | 'script' | 'automatic';
  readonly policyName: string;
  readonly state: 'running' | 'succeeded' | 'partial' | 'cancelled' | 'failed' | 'interrupted';
  readonly follows: string | null;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly promisedBytes: number;
  readonly promisedExactly: boolean;
  readonly measuredBytes: MaybeBytes;
  /** Something of it can be had back: how much of it, in images. */
  readonly undoable: number;
  /** It was broken off and not dismissed: items that are left to do. */
  readonly resumable: number;
  readonly items: readonly JournalItemView[];
}
