import type { EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import type { HistoryEntry } from '../../domain/image/history-entry.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { ReclaimModel } from '../../domain/ledger/reclaim-model.ts';
import type { EngineDescription } from '../../ports/engine/engine-system.ts';

/** What is known of an engine after one refresh. Replaced as a whole, never changed. */
export interface EngineState {
  readonly description: EngineDescription;
  readonly snapshot: EngineSnapshot;
  readonly ledger: Ledger;
  readonly reclaim: ReclaimModel;
  /** Histories read so far, by `historyKey`. */
  readonly histories: ReadonlyMap<string, readonly HistoryEntry[]>;
  /** How long the list call took: the pace of the next refresh. */
  readonly listMs: number;
}

/** Where a refresh is. */
export interface RefreshProgress {
  readonly step: 'connecting' | 'listing' | 'inspecting' | 'measuring';
  readonly done: number;
  readonly total: number | null;
}
