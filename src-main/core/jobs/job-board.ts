import type { ItemResult, JobState, JobView } from '../../contract/views/job-view.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import { Broadcast } from '../broadcast.ts';
import type { CoreDeps } from '../core-deps.ts';

const frameMs = 100;
const mostRecent = 20;
/** Of those that ended: results can be long, and the journal keeps what they did. */
const mostEnded = 50;
const endStates: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'partial'];

/** What a running job may say and hear. */
export interface JobControl {
  readonly id: string;
  /** Aborted when a person cancels. */
  readonly signal: AbortSignal;
  report(change: Partial<Pick<JobView, 'done' | 'total' | 'step' | 'current' | 'movedBytes'>>): void;
  /** Tells what became of items; a screen shows the latest. */
  tell(results: readonly ItemResult[]): void;
}

/** How a job ended. What it throws instead is a failure. */
export interface JobEnd {
  readonly state: 'succeeded' | 'cancelled' | 'partial' | 'failed';
  readonly result: JobView['result'];
  readonly error: JobView['error'];
}

interface Running {
  view: JobView;
  readonly abort: AbortController;
  timer: NodeJS.Timeout | null;
}

/** Jobs of this run of Ballast, of those that ended the latest. Each ends exactly once; frames are at most ten a second per job. */
export class JobBoard {
  readonly #jobs = new Map<string, Running>();
  readonly #ends = new Set<Promise<void>>();
  /** In the order they ended. */
  readonly #ended: string[] = [];
  readonly #frames = new Broadcast<JobView>();
  readonly #deps: Pick<CoreDeps, 'clock' | 'newId'>;

  constructor(deps: Pick<CoreDeps, 'clock' | 'newId'>) {
    this.#deps = deps;
  }

  /** Starts a job and answers at once with its ID. */
  start(
    about: Pick<JobView, 'kind' | 'endpoint'>,
    work: (control: JobControl) => Promise<JobEnd>,
  ): { readonly id: string; readonly ended: Promise<void> } {
    const id = this.#deps.newId();
    const job: Running = {
      view: {
        ...about,
        id,
        state: 'queued',
        startedAtMs: this.#deps.clock.now(),
        endedAtMs: null,
        done: 0,
        total: null,
        step: 'waiting',
        current: [],
        movedBytes: null,
        recent: [],
        result: null,
        error: null,
      },
      abort: new AbortController(),
      timer: null,
    };
    this.#jobs.set(id, job);
    this.#frames.send(job.view);
    const ended = this.#run(job, work).finally(() => this.#ends.delete(ended));
    this.#ends.add(ended);
    return { id, ended };
  }

  /** Asks a job to stop. Safe to repeat; one that ended stays as it ended. Errors:  `usage.invalid` for one nobody knows. */
  cancel(id: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined)
      throw new AppError('usage.invalid', { subject: id, detail: 'there is no such job' });
    job.abort.abort();
  }

  /** Whether anything on an endpoint has not ended yet. */
  isBusy(endpoint: string): boolean {
    return [...this.#jobs.values()].some(
      ({ view }) => view.endpoint === endpoint && !endStates.includes(view.state),
    );
  }

  watch(signal: AbortSignal): AsyncGenerator<JobView, void> {
    const all = [...this.#jobs.values()].map((job) => job.view);
    return this.#frames.listen(all, signal, (view) => view.id);
  }

  /** Cancels what runs and waits until each job has written down how it ended. */
  async close(): Promise<void> {
    for (const job of this.#jobs.values()) job.abort.abort();
    await Promise.all(this.#ends);
  }

  async #run(job: Running, work: (control: JobControl) => Promise<JobEnd>): Promise<void> {
    this.#change(job, { state: 'running' });
    try {
      const end = await work({
        id: job.view.id,
        signal: job.abort.signal,
        report: (change) => this.#change(job, change),
        tell: (results) => this.#change(job, { recent: [...job.view.recent, ...results].slice(-mostRecent) }),
      });
      this.#end(job, end);
    } catch (thrown) {
      // The job runner is one of the two places that catch everything.
      const error = toAppError(thrown);
      const state = error.code === 'cancelled' ? 'cancelled' : 'failed';
      this.#end(job, { state, result: null, error: error.toData() });
    }
  }

  #end(job: Running, end: JobEnd): void {
    if (endStates.includes(job.view.state)) {
      throw new AppError('bug', { subject: job.view.id, detail: 'a job ended twice' });
    }
    if (job.timer !== null) clearTimeout(job.timer);
    job.timer = null;
    const endedAtMs = this.#deps.clock.now();
    job.view = { ...job.view, ...end, step: 'done', current: [], movedBytes: null, endedAtMs };
    this.#frames.send(job.view);
    this.#ended.push(job.view.id);
    for (const id of this.#ended.splice(0, Math.max(0, this.#ended.length - mostEnded)))
      this.#jobs.delete(id);
  }

  #change(job: Running, change: Partial<JobView>): void {
    if (endStates.includes(job.view.state)) return;
    job.view = { ...job.view, ...change };
    job.timer ??= setTimeout(() => {
      job.timer = null;
      this.#frames.send(job.view);
    }, frameMs);
  }
}
