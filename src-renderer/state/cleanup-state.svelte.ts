import type { SuggestionView } from '#main/contract/views/cleanup-view.ts';
import type { JournalRunView } from '#main/contract/views/journal-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy, PlanOptions } from '#main/domain/cleanup/policy.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { PlanState } from './plan-state.svelte.ts';

/** Latest runs among which one that was broken off is looked for. */
const runsLookedAt = 20;

/** How a plan is opened, besides its policy. */
interface Opening extends Partial<PlanOptions> {
  /** A plan that is there already. */
  readonly known?: CleanupPlan;
}

/** The way of one clean-up: suggestions, a plan to read and change, its run, and what became of it. */
export class CleanupState {
  readonly #client: Pick<BallastClient, 'cleanup' | 'jobs'>;
  #endpoint: string | null = null;
  #looked = 0;
  #read = 0;
  #suggestions = $state.raw<readonly SuggestionView[] | null>(null);
  #unfinished = $state.raw<JournalRunView | null>(null);
  #finished = $state.raw<JournalRunView | null>(null);
  #draft = $state.raw<PlanState | null>(null);
  #error = $state.raw<AppErrorData | null>(null);
  #isStarting = $state(false);
  #jobId = $state<string | null>(null);

  constructor(client: Pick<BallastClient, 'cleanup' | 'jobs'>) {
    this.#client = client;
  }

  /** Null before the first answer. */
  get suggestions(): readonly SuggestionView[] | null {
    return this.#suggestions;
  }

  /** A run of this engine that was broken off and can be gone on with; null when there is none. */
  get unfinished(): JournalRunView | null {
    return this.#unfinished;
  }

  /** The run that has just ended, as the journal keeps it; null while it is not read. */
  get finished(): JournalRunView | null {
    return this.#finished;
  }

  /** The plan that is read; null while only suggestions are shown. */
  get draft(): PlanState | null {
    return this.#draft;
  }

  /** Why the last thing that was asked for could not be had; null when it could. */
  get error(): AppErrorData | null {
    return this.#draft?.error ?? this.#error;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  /** The job that runs or ran; null before. */
  get jobId(): string | null {
    return this.#jobId;
  }

  readonly canRun = $derived((this.#draft?.canRun ?? false) && !this.#isStarting);

  /** From now on it is about this engine; everything about another one is dropped. */
  use(endpoint: string | null): void {
    if (endpoint === this.#endpoint) return;
    this.#endpoint = endpoint;
    this.#looked += 1;
    this.#suggestions = null;
    this.#unfinished = null;
    this.leave();
  }

  /** Makes the suggestions anew. */
  async look(): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint === null) return;
    const looked = (this.#looked += 1);
    try {
      const [suggestions, runs] = await Promise.all([
        this.#client.cleanup.suggestions({ endpoint }),
        this.#client.jobs.journal({ limit: runsLookedAt }),
      ]);
      if (looked !== this.#looked) return;
      this.#suggestions = suggestions;
      this.#unfinished = runs.find((run) => run.endpoint === endpoint && run.resumable > 0) ?? null;
      this.#error = null;
    } catch (thrown) {
      if (looked === this.#looked) this.#error = appErrorOf(thrown);
    }
  }

  /** Shows what a policy would do, from fresh facts; with a plan that is known already, at once. */
  async open(policy: CleanupPolicy, policyName = '', { known, ...options }: Opening = {}): Promise<void> {
    if (this.#endpoint === null) return;
    const request = { endpoint: this.#endpoint, policy, policyName, options };
    const draft = new PlanState(this.#client, request, known);
    this.#jobId = null;
    this.#error = null;
    this.#draft = draft;
    if (known === undefined) await draft.again();
  }

  /** Makes the plan anew after its run, or after what it relied on changed. */
  async planAgain(): Promise<void> {
    this.#jobId = null;
    this.#error = null;
    await this.#draft?.again();
  }

  /** Back to the suggestions. */
  leave(): void {
    this.#draft = null;
    this.#jobId = null;
    this.#error = null;
  }

  /** Runs exactly the plan that is shown. */
  async run(): Promise<void> {
    const input = this.#draft?.toRun() ?? null;
    if (input !== null) await this.#start(() => this.#client.cleanup.run(input));
  }

  /** Gets back what a run removed, as far as that can be. */
  async undo(runId: string): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint !== null) await this.#start(() => this.#client.cleanup.undo({ endpoint, runId }));
  }

  /** Goes on with a run that was broken off. */
  async resume(runId: string): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint !== null) await this.#start(() => this.#client.cleanup.resume({ endpoint, runId }));
  }

  /** Stops offering to go on with a run. */
  async dismiss(runId: string): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint === null) return;
    try {
      await this.#client.cleanup.dismiss({ endpoint, runId });
      if (this.#unfinished?.runId === runId) this.#unfinished = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    }
  }

  /** Reads what the journal says of a run that has ended: only it knows how much of it can be had back. */
  async readRun(runId: string): Promise<void> {
    if (this.#finished?.runId === runId) return;
    this.#finished = null;
    const read = (this.#read += 1);
    try {
      const runs = await this.#client.jobs.journal({ limit: runsLookedAt });
      if (read === this.#read) this.#finished = runs.find((run) => run.runId === runId) ?? null;
    } catch (thrown) {
      if (read === this.#read) this.#error = appErrorOf(thrown);
    }
  }

  /** Shows a job that was started elsewhere, or before the window was opened. */
  adopt(jobId: string): void {
    this.#jobId = jobId;
  }

  async #start(ask: () => Promise<{ readonly jobId: string }>): Promise<void> {
    if (this.#isStarting) return;
    const endpoint = this.#endpoint;
    this.#isStarting = true;
    this.#error = null;
    try {
      const { jobId } = await ask();
      // It runs all the same; another engine does not show it.
      if (endpoint === this.#endpoint) this.#jobId = jobId;
    } catch (thrown) {
      if (endpoint === this.#endpoint) this.#error = appErrorOf(thrown);
    } finally {
      this.#isStarting = false;
    }
  }
}
