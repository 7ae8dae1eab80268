import type { SimulationView } from '#main/contract/views/cleanup-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { usualPlanOptions, type RulePolicy } from '#main/domain/cleanup/policy.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { Answer } from './answer.svelte.ts';
import { toPlanInput } from './plan-input.ts';

/** A person who types pauses so long before the answer is wanted. */
const quietMs = 250;

/** Waits; a test gives its own. */
type Pause = (ms: number) => Promise<void>;

const usualPause: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What is to be shown: a policy on an engine, or on one of its recorded days. */
interface Wish {
  readonly endpoint: string;
  readonly policy: RulePolicy;
}

/** What a policy would do now, while it is being edited: one question at a time, the newest wins. */
export class PolicyPreview {
  readonly #client: Pick<BallastClient, 'cleanup'>;
  readonly #pause: Pause;
  #wish: Wish | null = null;
  /** The plan that is shown is about this engine. */
  #endpoint: string | null = null;
  #isRunning = false;
  #plan = $state.raw<CleanupPlan | null>(null);
  #error = $state.raw<AppErrorData | null>(null);
  #isPlanning = $state(false);

  constructor(client: Pick<BallastClient, 'cleanup'>, pause: Pause = usualPause) {
    this.#client = client;
    this.#pause = pause;
  }

  /** The newest plan there is; it stays while the next one is made, and goes when it is about another engine or nothing. */
  get plan(): CleanupPlan | null {
    return this.#plan;
  }

  get error(): AppErrorData | null {
    return this.#error;
  }

  get isPlanning(): boolean {
    return this.#isPlanning;
  }

  /** Shows this policy from now on; null for nothing. */
  show(endpoint: string | null, policy: RulePolicy | null): void {
    if (endpoint !== this.#endpoint) this.#plan = null;
    this.#endpoint = endpoint;
    this.#wish = endpoint === null || policy === null ? null : { endpoint, policy };
    if (this.#wish === null) {
      this.#plan = null;
      this.#error = null;
      this.#isPlanning = false;
    } else {
      this.#isPlanning = true;
      if (!this.#isRunning) void this.#run();
    }
  }

  /** The same once more: after a failure, or when the engine has changed. */
  again(): void {
    if (this.#wish !== null) this.show(this.#wish.endpoint, this.#wish.policy);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let answered: Wish | null = null; this.#wish !== null && answered !== this.#wish;) {
      const wish: Wish = this.#wish;
      await this.#pause(quietMs);
      if (wish !== this.#wish) continue;
      await this.#ask(wish);
      answered = wish;
    }
    this.#isRunning = false;
    this.#isPlanning = false;
  }

  async #ask(wish: Wish): Promise<void> {
    try {
      const input = toPlanInput(wish.endpoint, wish.policy, usualPlanOptions);
      const plan = await this.#client.cleanup.plan(input);
      if (wish !== this.#wish) return;
      this.#plan = plan;
      this.#error = null;
    } catch (thrown) {
      if (wish === this.#wish) this.#error = appErrorOf(thrown);
    }
  }
}

/** What a policy would have done on a recorded day. */
export class PolicyPast {
  readonly #client: Pick<BallastClient, 'cleanup'>;
  readonly #days = new Answer<readonly number[]>();
  readonly #result = new Answer<SimulationView>();
  #endpoint: string | null = null;

  constructor(client: Pick<BallastClient, 'cleanup'>) {
    this.#client = client;
  }

  /** Recorded days, newest first; null before the first answer. */
  get days(): readonly number[] | null {
    return this.#days.value;
  }

  get result(): SimulationView | null {
    return this.#result.value;
  }

  get error(): AppErrorData | null {
    return this.#result.error ?? this.#days.error;
  }

  get isAsking(): boolean {
    return this.#result.isAsking;
  }

  /** Reads which days there are; about another engine the former ones are forgotten. */
  async load(endpoint: string): Promise<void> {
    if (endpoint !== this.#endpoint) this.#days.forget();
    this.#endpoint = endpoint;
    await this.#days.ask(() => this.#client.cleanup.days({ endpoint }));
  }

  /** Tries the policy on a day. */
  async ask({ endpoint, policy }: Wish, dayMs: number): Promise<void> {
    const plain = { ...policy, rules: [...policy.rules], pins: [...policy.pins] };
    await this.#result.ask(() => this.#client.cleanup.simulate({ endpoint, policy: plain, dayMs }));
  }

  /** The policy is another one now: what was found is not about it. */
  forget(): void {
    this.#result.forget();
  }
}
