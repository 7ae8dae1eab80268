import type { JobView } from '#main/contract/views/job-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';

import { appErrorOf, follow, type BallastClient } from '../api/client.ts';

/** Jobs of this run of Ballast, and the one way to stop one. */
export class JobsState {
  readonly #client: Pick<BallastClient, 'jobs'>;
  readonly #onEnd: (job: JobView) => void;
  #byId = $state.raw<ReadonlyMap<string, JobView>>(new Map());
  #cancelling = $state.raw<ReadonlySet<string>>(new Set());

  /** Why jobs cannot be followed at the moment; null when they can. */
  error = $state.raw<AppErrorData | null>(null);

  /** Every job, newest first. */
  readonly all = $derived([...this.#byId.values()].sort((a, b) => b.startedAtMs - a.startedAtMs));
  readonly running = $derived(this.all.filter((job) => !hasEnded(job)));
  /** Those that have ended, newest first. */
  readonly ended = $derived(this.all.filter(hasEnded));

  /** `onEnd` is told once for each job that ends while it is watched. */
  constructor(client: Pick<BallastClient, 'jobs'>, onEnd: (job: JobView) => void = () => undefined) {
    this.#client = client;
    this.#onEnd = onEnd;
  }

  /** Follows all jobs until the returned function is called. */
  start(): () => void {
    return follow((options) => this.#client.jobs.watch({}, options), {
      onFrame: (job) => this.#take(job),
      onError: (error) => (this.error = error),
    });
  }

  byId(id: string): JobView | null {
    return this.#byId.get(id) ?? null;
  }

  isCancelling(id: string): boolean {
    return this.#cancelling.has(id);
  }

  /** Asks a job to stop; what it has done stays done. Safe to repeat. */
  async cancel(id: string): Promise<void> {
    this.#cancelling = new Set([...this.#cancelling, id]);
    try {
      await this.#client.jobs.cancel({ jobId: id });
    } catch (thrown) {
      this.#cancelling = new Set([...this.#cancelling].filter((other) => other !== id));
      this.error = appErrorOf(thrown);
    }
  }

  #take(job: JobView): void {
    const before = this.#byId.get(job.id);
    this.error = null;
    this.#byId = new Map(this.#byId).set(job.id, job);
    if (before !== undefined && !hasEnded(before) && hasEnded(job)) this.#onEnd(job);
  }
}

/** Whether a job has come to its one end. */
export function hasEnded(job: Pick<JobView, 'endedAtMs'>): boolean {
  return job.endedAtMs !== null;
}
