import { AppError } from '../../domain/app-error.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { aroundOperations, type EngineOperation } from './around-operations.ts';

/** Milliseconds an operation may take; operations without one may take for ever. */
export type OperationDeadlines = Partial<Readonly<Record<EngineOperation, number>>>;

/**
 * The same engine; a call that is not over in time rejects with `engine.timeout`, also when the engine under it
 * never answers. The call itself is aborted. Streams have no deadline.
 */
export function withTimeout(engine: Engine, deadlines: OperationDeadlines): Engine {
  return aroundOperations(engine, async ({ operation, subject, signal }, run) => {
    const ms = deadlines[operation];
    if (ms === undefined) return run(signal);
    const late = new AbortController();
    const inner = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      // Rejects first, so that the answer to the abort (`cancelled`) does not win.
      reject(new AppError('engine.timeout', { subject, detail: `${operation} took longer than ${ms} ms` }));
      late.abort();
    }, ms);
    try {
      return await Promise.race([run(inner), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  });
}
