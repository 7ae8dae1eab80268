import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';

/** Where a run happens, and with what. */
export interface RunTarget {
  readonly session: EngineSession;
  readonly deps: CoreDeps;
}
