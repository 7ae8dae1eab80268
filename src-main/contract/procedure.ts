import { oc, type } from '@orpc/contract';

import type { AppErrorData } from '../domain/app-error.ts';

/** What a procedure is. Queries run in parallel; commands one at a time per engine; a job answers with its ID at once. */
export interface ProcedureMeta {
  readonly kind?: 'query' | 'command' | 'job' | 'subscription';
}

/**
 * Where every procedure begins: one typed error, whose data is an `AppError`.
 * Outputs are typed with `type<T>()` and not validated again: the core made them. Inputs are validated, always.
 */
const base = oc
  .$meta<ProcedureMeta>({})
  .errors({ APP_ERROR: { message: 'The operation failed', data: type<AppErrorData>() } });

/** Reads; may run beside others. */
export const query = base.meta({ kind: 'query' });
/** Changes something; one at a time per engine. */
export const command = base.meta({ kind: 'command' });
/** Starts a long task and answers with its ID. */
export const job = base.meta({ kind: 'job' });
/** Streams until the caller has had enough. */
export const subscription = base.meta({ kind: 'subscription' });
