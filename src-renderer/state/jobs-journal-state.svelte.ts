import type { JournalRunView } from '#main/contract/views/journal-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import { isKnown } from '#main/domain/unknown.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';

/** As many runs as the contract gives at once. */
const limit = 1000;

const doneOutcomes: ReadonlySet<string> = new Set(['removed', 'untagged', 'gone']);

/** What past clean-ups removed. */
export class JournalState {
  readonly #client: Pick<BallastClient, 'jobs'>;
  #runs = $state.raw<readonly JournalRunView[] | null>(null);
  #error = $state.raw<AppErrorData | null>(null);

  constructor(client: Pick<BallastClient, 'jobs'>) {
    this.#client = client;
  }

  /** Newest first; null before the first answer. */
  readonly runs = $derived(this.#runs);
  /** What the measured runs freed together. */
  readonly freedBytes = $derived(
    (this.#runs ?? []).reduce((sum, run) => sum + (isKnown(run.measuredBytes) ? run.measuredBytes : 0), 0),
  );

  get error(): AppErrorData | null {
    return this.#error;
  }

  async load(): Promise<void> {
    try {
      this.#runs = await this.#client.jobs.journal({ limit });
      this.#error = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    }
  }
}

/** Whether an item came to the end it was meant to. */
export function isDone(item: { readonly outcome: string }): boolean {
  return doneOutcomes.has(item.outcome);
}
