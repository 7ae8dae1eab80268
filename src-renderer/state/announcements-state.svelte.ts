import type { AnnouncementView } from '#main/contract/views/automation-view.ts';

import { follow, type BallastClient } from '../api/client.ts';

/** What automatic clean-up announces, on any engine. Small: every window has one. */
export class AnnouncementsState {
  readonly #client: Pick<BallastClient, 'automation'>;
  #all = $state.raw<readonly AnnouncementView[]>([]);
  #answered = $state.raw<ReadonlySet<string>>(new Set());
  #failed = $state.raw<ReadonlySet<string>>(new Set());

  constructor(client: Pick<BallastClient, 'automation'>) {
    this.#client = client;
  }

  /** Oldest first: what runs soonest stands on top. */
  readonly all = $derived(this.#all.toSorted((a, b) => a.announcedAtMs - b.announcedAtMs));

  /** Whether it was answered already and is on its way out. */
  isAnswered(id: string): boolean {
    return this.#answered.has(id);
  }

  /** Whether the last answer did not reach the core. */
  hasFailed(id: string): boolean {
    return this.#failed.has(id);
  }

  /** Follows announcements until the returned function is called. */
  start(): () => void {
    return follow((options) => this.#client.automation.watch({}, options), {
      onFrame: (all) => (this.#all = all),
    });
  }

  /** Says no; for one that only tells, that it was read. */
  async cancel(id: string): Promise<void> {
    await this.#answer(id, () => this.#client.automation.cancel({ id }));
  }

  async runNow(id: string): Promise<void> {
    await this.#answer(id, () => this.#client.automation.runNow({ id }));
  }

  async #answer(id: string, say: () => Promise<unknown>): Promise<void> {
    if (this.#answered.has(id)) return;
    this.#answered = new Set([...this.#answered, id]);
    this.#failed = without(this.#failed, id);
    try {
      await say();
    } catch {
      // Why is of no use here: whoever looks sees the announcement again, with its buttons.
      this.#answered = without(this.#answered, id);
      this.#failed = new Set([...this.#failed, id]);
    }
  }
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}
