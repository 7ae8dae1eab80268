import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { boundBytes } from '../../domain/ledger/byte-bound.ts';
import type { AutomationEntry } from '../../ports/store.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { Cause } from './find-cause.ts';

/** What happened, and what it was about. */
export interface LogLine {
  readonly event: AutomationEntry['event'];
  readonly policyName: string;
  readonly cause: Cause;
  readonly plan?: CleanupPlan;
  readonly runId?: string;
  readonly detail?: string;
}

/** The log of one engine's automatic clean-up. What is true for long is written once, not at every look. */
export class AutomationLog {
  readonly #deps: Pick<CoreDeps, 'store' | 'clock'>;
  readonly #engineId: string;
  readonly #told = new Set<string>();

  constructor(deps: Pick<CoreDeps, 'store' | 'clock'>, engineId: string) {
    this.#deps = deps;
    this.#engineId = engineId;
  }

  /** Something was done. */
  write(line: LogLine): void {
    this.#told.clear();
    this.#add(line);
  }

  /** Something is so: not written again until something was done. */
  writeOnce(line: LogLine): void {
    const state = [line.event, line.cause, line.policyName, line.detail ?? ''].join('\n');
    if (this.#told.has(state)) return;
    this.#told.add(state);
    this.#add(line);
  }

  #add({ event, policyName, cause, plan, runId, detail }: LogLine): void {
    this.#deps.store.logAutomation({
      atMs: this.#deps.clock.now(),
      engine: this.#engineId,
      policyName,
      event,
      cause,
      runId: runId ?? null,
      promisedBytes: plan === undefined ? null : boundBytes(plan.frees.total),
      imageCount: goingCount(plan),
      detail: detail ?? '',
    });
  }
}

/** Images that go: what only loses a tag or a platform is not counted. */
export function goingCount(plan: CleanupPlan | undefined): number {
  return (plan?.remove ?? []).filter(({ effect }) => effect === 'remove' || effect === 'park').length;
}
