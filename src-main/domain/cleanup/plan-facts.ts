import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';
import type { Pin } from './pin.ts';
import type { RecordedPast } from './recorded-past.ts';

/** What a plan stands on, all of the same moment. */
export interface PlanFacts {
  readonly snapshot: EngineSnapshot;
  readonly reclaim: ReclaimModel;
  /** Unix milliseconds: the domain has no clock. */
  readonly nowMs: number;
  /** Pins that hold for every policy. */
  readonly pins: readonly Pin[];
  readonly past: RecordedPast;
  /** Platform the engine runs containers on: `linux/amd64`; empty when it did not say. */
  readonly enginePlatform: string;
  /** Whether the engine removes single platforms of an image without force. */
  readonly removesPlatforms: boolean;
}

/** SHA-256 of a text as 64 hex digits; handed in, because the domain knows no `node:crypto`. */
export type Sha256 = (text: string) => string;
