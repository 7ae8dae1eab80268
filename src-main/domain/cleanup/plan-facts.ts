import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';

/** What a plan stands on: both read from the engine at the same moment. */
export interface PlanFacts {
  readonly snapshot: EngineSnapshot;
  readonly reclaim: ReclaimModel;
}

/** SHA-256 of a text as 64 hex digits; handed in, because the domain knows no `node:crypto`. */
export type Sha256 = (text: string) => string;
