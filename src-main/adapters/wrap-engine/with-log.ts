import { toAppError, type AppErrorCode } from '../../domain/app-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { aroundOperations, type EngineOperation } from './around-operations.ts';

/** One call that came to its end. */
export interface EngineCallRecord {
  readonly operation: EngineOperation;
  /** The image or reference it was about; empty when it was about none. */
  readonly subject: string;
  readonly ms: number;
  readonly outcome: 'ok' | AppErrorCode;
}

/** The same engine; tells every call when it ends: for diagnostics, and to count calls in tests. */
export function withLog(engine: Engine, log: (record: EngineCallRecord) => void, clock: Clock): Engine {
  return aroundOperations(engine, async ({ operation, subject, signal }, run) => {
    const startedAt = clock.now();
    const tell = (outcome: EngineCallRecord['outcome']): void =>
      log({ operation, subject, ms: clock.now() - startedAt, outcome });
    try {
      const answer = await run(signal);
      tell('ok');
      return answer;
    } catch (error) {
      tell(toAppError(error).code);
      throw error;
    }
  });
}
