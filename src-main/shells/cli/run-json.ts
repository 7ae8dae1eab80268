import type { JournalItemView, JournalRunView } from '../../contract/views/journal-view.ts';
import { jsonBytes } from './json-bytes.ts';

/** One item as `history --json` has it. */
type ItemJson = Omit<JournalItemView, 'measuredBytes' | 'imageId'> & {
  readonly id: string;
  readonly measuredBytes: number | null;
};

/** One run as `history --json` has it. Keys are documented in docs/cli.md: add, never change. */
export type RunJson = Omit<JournalRunView, 'measuredBytes' | 'items' | 'engine'> & {
  readonly measuredBytes: number | null;
  readonly items: readonly ItemJson[];
};

/** One run as JSON: exactly these keys, whatever else a view comes to have. */
export function toRunJson(run: JournalRunView): RunJson {
  return {
    runId: run.runId,
    endpoint: run.endpoint,
    kind: run.kind,
    trigger: run.trigger,
    policyName: run.policyName,
    state: run.state,
    follows: run.follows,
    startedAtMs: run.startedAtMs,
    finishedAtMs: run.finishedAtMs,
    promisedBytes: run.promisedBytes,
    promisedExactly: run.promisedExactly,
    measuredBytes: jsonBytes(run.measuredBytes),
    undoable: run.undoable,
    resumable: run.resumable,
    items: run.items.map(toItemJson),
  };
}

function toItemJson(item: JournalItemView): ItemJson {
  return {
    id: item.imageId,
    reference: item.reference,
    effect: item.effect,
    references: item.references,
    digests: item.digests,
    reasons: item.reasons,
    recoverable: item.recoverable,
    pullFrom: item.pullFrom,
    archive: item.archive,
    promisedBytes: item.promisedBytes,
    promisedExactly: item.promisedExactly,
    measuredBytes: jsonBytes(item.measuredBytes),
    difference: item.difference,
    outcome: item.outcome,
    errorDetail: item.errorDetail,
    finishedAtMs: item.finishedAtMs,
  };
}
