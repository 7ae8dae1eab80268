import { AppError } from '../../domain/app-error.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { aroundOperations, type EngineOperation } from './around-operations.ts';

/**
 * Milliseconds an operation may take, and a transfer may be silent; operations without one may take for ever. A transfer
 * is silent while the engine is waited for; what the caller does with a piece, or needs to give one, is its own time.
 */
export type OperationDeadlines = Partial<Readonly<Record<EngineOperation, number>>>;

/**
 * The same engine; a call that is not over in time rejects with `engine.timeout`, also when the engine under it
 * never answers. The call itself is aborted. Events have no deadline.
 */
export function withTimeout(engine: Engine, deadlines: OperationDeadlines): Engine {
  return aroundOperations(engine, async ({ operation, subject, signal }, run) => {
    const ms = deadlines[operation];
    if (ms === undefined) return run(signal);
    const late = new AbortController();
    const inner = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const wait = (did: string): ReturnType<typeof setTimeout> =>
      setTimeout(() => {
        // Rejects first, so that the answer to the abort (`cancelled`) does not win.
        reject(new AppError('engine.timeout', { subject, detail: `${operation} ${did} ${ms} ms` }));
        late.abort();
      }, ms);
    let timer = wait('took longer than');
    const rest = (): void => clearTimeout(timer);
    const sign = (): void => {
      rest();
      if (!isOver) timer = wait('told nothing for');
    };
    let isOver = false;
    try {
      return await Promise.race([run(inner, { sign, rest }), tooLate]);
    } finally {
      isOver = true;
      rest();
    }
  });
}
