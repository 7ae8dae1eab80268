import type { CleanupResult } from '../../contract/views/job-view.ts';
import { AppError } from '../../domain/app-error.ts';
import { boundBytes } from '../../domain/ledger/byte-bound.ts';
import { jsonBytes } from './json-bytes.ts';
import type { Language } from './language.ts';
import type { ErrorJson } from './print-error.ts';
import { toErrorJson } from './print-error.ts';

/** The JSON of `clean`. Keys are documented in docs/cli.md: add, never change. */
export interface CleanJson {
  readonly results: readonly {
    readonly id: string;
    readonly reference?: string;
    readonly outcome: 'removed' | 'untagged' | 'blocked' | 'gone' | 'failed';
    readonly error?: ErrorJson;
  }[];
  readonly promisedBytes: number;
  readonly measuredBytes: number | null;
}

/** How a clean-up went, as JSON. An item that was not tried any more has `failed` with the error `cancelled`. */
export function toCleanJson(result: CleanupResult, language: Language): CleanJson {
  return {
    results: result.results.map(({ id, reference, outcome, error }) => {
      const isSkipped = outcome === 'skipped';
      const why = error ?? (isSkipped ? new AppError('cancelled').toData() : undefined);
      return {
        id,
        ...(reference === undefined ? {} : { reference }),
        outcome: isSkipped ? 'failed' : outcome,
        ...(why === undefined ? {} : { error: toErrorJson(why, language) }),
      };
    }),
    promisedBytes: boundBytes(result.promised),
    measuredBytes: jsonBytes(result.measuredBytes),
  };
}
