import type { JournalRunView } from '#main/contract/views/journal-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import { isKnown } from '#main/domain/unknown.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';

/** As many runs as the contract gives at once. */
const limit = 1000;

const doneOutcomes: ReadonlySet<string> = new Set(['removed', 'untagged', 'parked', 'restored', 'gone']);

/** What a run can still be asked for. */
type RunRequest = 'undo' | 'resume' | 'dismiss';

/** What past clean-ups removed, and what of it can be got back or gone on with. */
export class JournalState {
  readonly #client: Pick<BallastClient, 'jobs' | 'cleanup'>;
  #runs = $state.raw<readonly JournalRunView[] | null>(null);
  #error = $state.raw<AppErrorData | null>(null);

  #busy = $state.raw<ReadonlySet<string>>(new Set());
  #requestError = $state.raw<{ readonly runId: string; readonly error: AppErrorData } | null>(null);

  constructor(client: Pick<BallastClient, 'jobs' | 'cleanup'>) {
    this.#client = client;
  }

  /** Newest first; null before the first answer. */
  readonly runs = $derived(this.#runs);
  /** What the measured runs freed together; getting something back frees nothing. */
  readonly freedBytes = $derived(
    (this.#runs ?? [])
      .filter(({ kind }) => kind !== 'undo')
      .reduce((sum, run) => sum + (isKnown(run.measuredBytes) ? run.measuredBytes : 0), 0),
  );

  get error(): AppErrorData | null {
    return this.#error;
  }

  /** Whether something is being asked for this run. */
  isBusy(runId: string): boolean {
    return this.#busy.has(runId);
  }

  /** Why the last thing asked for this run was refused; null when it was not. */
  requestErrorOf(runId: string): AppErrorData | null {
    return this.#requestError?.runId === runId ? this.#requestError.error : null;
  }

  /** Gets back what a run removed, as a job of its own. */
  async undo(run: JournalRunView): Promise<boolean> {
    return this.#request('undo', run);
  }

  /** Goes on with what a broken off run left to do, as a job of its own. */
  async resume(run: JournalRunView): Promise<boolean> {
    return this.#request('resume', run);
  }

  /** Stops offering to go on with it. */
  async dismiss(run: JournalRunView): Promise<boolean> {
    const isDismissed = await this.#request('dismiss', run);
    if (isDismissed) await this.load();
    return isDismissed;
  }

  async load(): Promise<void> {
    try {
      this.#runs = await this.#client.jobs.journal({ limit });
      this.#error = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    }
  }

  async #request(what: RunRequest, { endpoint, runId }: JournalRunView): Promise<boolean> {
    this.#busy = new Set([...this.#busy, runId]);
    try {
      await this.#client.cleanup[what]({ endpoint, runId });
      this.#requestError = null;
      return true;
    } catch (thrown) {
      this.#requestError = { runId, error: appErrorOf(thrown) };
      return false;
    } finally {
      this.#busy = new Set([...this.#busy].filter((other) => other !== runId));
    }
  }
}

/** Whether an item came to the end it was meant to. */
export function isDone(item: { readonly outcome: string }): boolean {
  return doneOutcomes.has(item.outcome);
}
