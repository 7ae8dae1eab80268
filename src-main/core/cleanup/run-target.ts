import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/** Where a run happens, and with what. */
export interface RunTarget {
  readonly session: EngineSession;
  readonly deps: CoreDeps;
}

/** Which engine answers at this address now: another one may have come to it since it was last asked. */
export async function engineIdNow({ session }: Pick<RunTarget, 'session'>): Promise<string> {
  return (await session.engine.describe(AbortSignal.timeout(30_000))).id;
}
