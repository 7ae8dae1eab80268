import type { ReclaimDoubt } from './reclaim-model.ts';

/** One half of an answer, layers or content, with why it is not exact. */
export interface ReclaimPart {
  readonly bytes: number;
  /** Empty when `bytes` is exact; otherwise `bytes` is certainly reached. */
  readonly doubts: ReadonlySet<ReclaimDoubt>;
}
