import type { AppErrorData } from '#main/domain/app-error.ts';
import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { policyOf, usualPlanOptions, type RulePolicy } from '#main/domain/cleanup/policy.ts';
import { boundBytes } from '#main/domain/ledger/byte-bound.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { toPlanInput } from './plan-input.ts';

/** "Free me so much": what is regretted least until so many bytes come free, planned again at every wish. */
export class FreeSpaceState {
  readonly #client: Pick<BallastClient, 'cleanup'>;
  #endpoint: string | null = null;
  #wanted = $state(0);
  #plan = $state.raw<CleanupPlan | null>(null);
  #plannedFor = $state(0);
  /** Counts up when what is on its way will be outdated. */
  #facts = 0;
  #error = $state.raw<AppErrorData | null>(null);
  #isPlanning = $state(false);

  constructor(client: Pick<BallastClient, 'cleanup'>) {
    this.#client = client;
  }

  /** Bytes that are wished for; 0 before anything was. */
  get wantedBytes(): number {
    return this.#wanted;
  }

  /** The answer to the last wish that was answered, so that numbers do not flicker while the next one is worked out. */
  get plan(): CleanupPlan | null {
    return this.#plan;
  }

  get error(): AppErrorData | null {
    return this.#error;
  }

  /** Whether the plan shown is for an earlier wish. */
  readonly isBehind = $derived(this.#wanted > 0 && this.#plannedFor !== this.#wanted);

  /** Bytes that come free beyond the wish; images go as a whole. Null without a plan that reaches it. */
  readonly overshootBytes = $derived.by(() => {
    if (this.#plan === null || this.isBehind) return null;
    const over = boundBytes(this.#plan.frees.total) - this.#wanted;
    return over < 0 ? null : over;
  });

  /** What the present wish asks a plan for; null while nothing is wished. */
  readonly policy = $derived<RulePolicy | null>(
    this.#wanted > 0 ? policyOf({ kind: 'free-bytes', bytes: this.#wanted }) : null,
  );

  /** From now on it is about this engine. */
  use(endpoint: string | null): void {
    if (endpoint === this.#endpoint) return;
    this.#endpoint = endpoint;
    this.#wanted = 0;
    this.#forget();
  }

  /** Wishes for so many bytes. One question at a time; while one is out, only the newest wish is remembered. */
  async want(bytes: number): Promise<void> {
    this.#wanted = Math.max(0, Math.round(bytes));
    if (this.#wanted === 0) this.#forget();
    await this.#settle();
  }

  /** Plans the same wish from fresh facts: images have changed. */
  async again(): Promise<void> {
    this.#plannedFor = 0;
    this.#facts += 1;
    await this.#settle();
  }

  async #settle(): Promise<void> {
    if (this.#isPlanning) return;
    this.#isPlanning = true;
    for (let isOpen = true; isOpen;) isOpen = await this.#askOnce();
    this.#isPlanning = false;
  }

  /** Whether there is something else to ask for: a failure is the answer to its own wish only. */
  async #askOnce(): Promise<boolean> {
    const [endpoint, wanted, facts] = [this.#endpoint, this.#wanted, this.#facts];
    if (endpoint === null || this.policy === null || this.#plannedFor === wanted) return false;
    const isStill = (): boolean => endpoint === this.#endpoint && facts === this.#facts && this.#wanted > 0;
    try {
      const plan = await this.#client.cleanup.plan(toPlanInput(endpoint, this.policy, usualPlanOptions));
      if (!isStill()) return true;
      this.#plan = plan;
      this.#plannedFor = wanted;
      this.#error = null;
      return true;
    } catch (thrown) {
      if (!isStill() || wanted !== this.#wanted) return true;
      this.#error = appErrorOf(thrown);
      return false;
    }
  }

  #forget(): void {
    this.#plan = null;
    this.#plannedFor = 0;
    this.#error = null;
  }
}
