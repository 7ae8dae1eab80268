import type { AutomationLogRow } from '#main/contract/views/automation-view.ts';
import type { PolicyRow } from '#main/contract/views/policy-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { Answer } from './answer.svelte.ts';
import { AutomationDraft } from './automation-draft.svelte.ts';

/** As many lines of the log as are worth reading. */
const logLimit = 100;

/** How one engine is cleaned up by itself, and what that did. */
export class AutomationState {
  readonly #client: Pick<BallastClient, 'automation' | 'policies'>;
  readonly #loaded = new Answer<AutomationDraft>();
  readonly #log = new Answer<readonly AutomationLogRow[]>();
  #endpoint: string | null = null;
  #policies = $state.raw<readonly PolicyRow[]>([]);
  #saveError = $state.raw<AppErrorData | null>(null);
  #isSaving = $state(false);

  constructor(client: Pick<BallastClient, 'automation' | 'policies'>) {
    this.#client = client;
  }

  /** What is being set; null before it was read. */
  get draft(): AutomationDraft | null {
    return this.#loaded.value;
  }

  get error(): AppErrorData | null {
    return this.#loaded.error;
  }

  get saveError(): AppErrorData | null {
    return this.#saveError;
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** Policies to choose from. */
  get policies(): readonly PolicyRow[] {
    return this.#policies;
  }

  /** Newest first; null before the first answer. */
  get log(): readonly AutomationLogRow[] | null {
    return this.#log.value;
  }

  get logError(): AppErrorData | null {
    return this.#log.error;
  }

  /** Reads the settings of an engine; about another one everything is forgotten. */
  async look(endpoint: string | null): Promise<void> {
    if (endpoint !== this.#endpoint) {
      this.#endpoint = endpoint;
      this.#loaded.forget();
      this.#saveError = null;
    }
    if (endpoint === null) return;
    await this.#loaded.ask(async () => {
      const [automation, policies] = await Promise.all([
        this.#client.automation.read({ endpoint }),
        this.#client.policies.list({}),
      ]);
      this.#policies = policies;
      return new AutomationDraft(automation);
    });
  }

  async readLog(): Promise<void> {
    await this.#log.ask(() => this.#client.automation.log({ limit: logLimit }));
  }

  /** Keeps what is set; false when something is missing or it could not be kept. */
  async save(): Promise<boolean> {
    const endpoint = this.#endpoint;
    const automation = this.draft?.trySave() ?? null;
    if (endpoint === null || automation === null || this.#isSaving) return false;
    this.#isSaving = true;
    try {
      const kept = await this.#client.automation.write({ endpoint, automation });
      this.#saveError = null;
      if (endpoint === this.#endpoint)
        await this.#loaded.ask(() => Promise.resolve(new AutomationDraft(kept)));
      return true;
    } catch (thrown) {
      this.#saveError = appErrorOf(thrown);
      return false;
    } finally {
      this.#isSaving = false;
    }
  }
}
