import type { MaybeBytes } from '../../domain/unknown.ts';

/** One item of a past clean-up. */
export interface JournalItemView {
  readonly imageId: string;
  readonly reference: string | null;
  /** References and digests it had. */
  readonly references: readonly string[];
  readonly digests: readonly string[];
  readonly reasons: readonly string[];
  readonly recoverable: string;
  readonly outcome: string;
  readonly errorDetail: string;
  readonly finishedAtMs: number | null;
}

/** One past clean-up. */
export interface JournalRunView {
  readonly runId: string;
  readonly engine: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly promisedBytes: number;
  readonly promisedExactly: boolean;
  readonly measuredBytes: MaybeBytes;
  readonly items: readonly JournalItemView[];
}
