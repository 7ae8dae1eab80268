import type { CleanupResult, ItemResult } from '../../contract/views/job-view.ts';
import { AppError } from '../../domain/app-error.ts';
import { boundBytes } from '../../domain/ledger/byte-bound.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';
import { jsonBytes } from './json-bytes.ts';
import type { Language } from './language.ts';
import type { ErrorJson } from './print-error.ts';
import { toErrorJson } from './print-error.ts';

/** The JSON of `clean`, `undo`, `resume` and `bin`. Keys are documented in docs/cli.md: add, never change. */
export interface CleanJson {
  /** null when there was nothing to do. */
  readonly runId: string | null;
  readonly results: readonly {
    readonly id: string;
    readonly reference?: string;
    readonly outcome: Exclude<ItemResult['outcome'], 'skipped'>;
    readonly error?: ErrorJson;
    readonly promisedBytes?: ByteBound;
    readonly measuredBytes?: number | null;
    readonly difference?: string;
  }[];
  readonly promisedBytes: number;
  readonly measuredBytes: number | null;
  readonly difference?: string;
}

/** How a run went, as JSON. An item that was not tried any more has `failed` with the error `cancelled`. */
export function toCleanJson(result: CleanupResult, language: Language): CleanJson {
  return {
    runId: result.runId,
    results: result.results.map((item) => toItemJson(item, language)),
    promisedBytes: boundBytes(result.promised),
    measuredBytes: jsonBytes(result.measuredBytes),
    ...(result.difference === undefined ? {} : { difference: result.difference }),
  };
}

function toItemJson(item: ItemResult, language: Language): CleanJson['results'][number] {
  const { id, reference, outcome, error, promised, measuredBytes, difference } = item;
  const isSkipped = outcome === 'skipped';
  const why = error ?? (isSkipped ? new AppError('cancelled').toData() : undefined);
  return {
    id,
    ...(reference === undefined ? {} : { reference }),
    outcome: isSkipped ? 'failed' : outcome,
    ...(why === undefined ? {} : { error: toErrorJson(why, language) }),
    ...(promised === undefined ? {} : { promisedBytes: promised }),
    ...(measuredBytes === undefined ? {} : { measuredBytes: jsonBytes(measuredBytes) }),
    ...(difference === undefined ? {} : { difference }),
  };
}
