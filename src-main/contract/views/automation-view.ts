import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';

/** A clean-up that is about to run by itself, or that a person is only told of. */
export interface AnnouncementView {
  readonly id: string;
  readonly endpoint: string;
  readonly policyName: string;
  readonly cause: 'schedule' | 'images-larger' | 'disk-fuller' | 'bin-age';
  readonly imageCount: number;
  readonly frees: ByteBound;
  readonly announcedAtMs: number;
  /** When it runs; null when it only tells. */
  readonly runsAtMs: number | null;
  /** Whether tagged images go to the recycle bin: to plan the same again. */
  readonly park: boolean;
  /** Exactly what would run. */
  readonly plan: CleanupPlan;
}

/** One line of the log of automatic clean-up. */
export interface AutomationLogRow {
  readonly atMs: number;
  readonly engine: string;
  readonly policyName: string;
  readonly event:
    'announced' | 'notified' | 'started' | 'finished' | 'cancelled' | 'nothing-to-do' | 'failed';
  readonly cause: string;
  readonly runId: string | null;
  readonly promisedBytes: number | null;
  readonly imageCount: number;
  readonly detail: string;
}
