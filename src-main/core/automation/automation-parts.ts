import type { Scheduler } from '../../ports/scheduler.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineDirectory } from '../engines/engine-directory.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { Announcements } from './announcements.ts';

/** What automatic clean-up works with. */
export interface AutomationParts {
  readonly deps: CoreDeps;
  readonly engines: EngineDirectory;
  readonly jobs: JobBoard;
  readonly announcements: Announcements;
  readonly scheduler: Scheduler;
  /** Whether nothing else is being done on an engine, and no other Ballast sees to it. */
  mayAct(endpoint: string, engineId: string): boolean;
}
