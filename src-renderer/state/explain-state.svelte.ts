import type { PolicyVerdict, RecoveryCheck } from '#main/contract/views/cleanup-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';

import type { BallastClient } from '../api/client.ts';
import { Answer } from './answer.svelte.ts';

/** Why one image would be kept or removed under each saved policy, and whether it can be had again. */
export class ExplainState {
  readonly #client: Pick<BallastClient, 'cleanup'>;
  readonly #id: ImageId;
  readonly #verdicts = new Answer<readonly PolicyVerdict[]>();
  readonly #check = new Answer<RecoveryCheck | null>();

  constructor(client: Pick<BallastClient, 'cleanup'>, id: ImageId) {
    this.#client = client;
    this.#id = id;
  }

  /** One per saved policy; null before the first answer. */
  get verdicts(): readonly PolicyVerdict[] | null {
    return this.#verdicts.value;
  }

  get error(): AppErrorData | null {
    return this.#verdicts.error;
  }

  /** What its registry said; null before it was asked. */
  get check(): RecoveryCheck | null {
    return this.#check.value;
  }

  get checkError(): AppErrorData | null {
    return this.#check.error;
  }

  get isChecking(): boolean {
    return this.#check.isAsking;
  }

  async load(endpoint: string): Promise<void> {
    await this.#verdicts.ask(() => this.#client.cleanup.explain({ endpoint, id: this.#id }));
  }

  /** Asks its registry whether it can be pulled again. */
  async askRegistry(endpoint: string): Promise<void> {
    await this.#check.ask(async () => {
      const [check] = await this.#client.cleanup.checkRecovery({ endpoint, ids: [this.#id] });
      return check ?? null;
    });
  }
}
