import type { BinItem, BinView } from '#main/contract/views/cleanup-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { Answer } from './answer.svelte.ts';

/** What lies in the recycle bin, what of it is ticked, and the job that gives it back. */
export class BinState {
  readonly #client: Pick<BallastClient, 'cleanup'>;
  readonly #answer = new Answer<BinView>();
  #endpoint: string | null = null;
  #ticked = $state.raw<ReadonlySet<ImageId>>(new Set());
  #jobId = $state<string | null>(null);
  #startError = $state.raw<AppErrorData | null>(null);
  #isStarting = $state(false);

  constructor(client: Pick<BallastClient, 'cleanup'>) {
    this.#client = client;
  }

  /** Ticked images that are still in the bin. */
  readonly chosen = $derived<readonly BinItem[]>(this.items.filter(({ id }) => this.#ticked.has(id)));

  /** Null before the first answer. */
  get view(): BinView | null {
    return this.#answer.value;
  }

  get items(): readonly BinItem[] {
    return this.#answer.value?.items ?? [];
  }

  get error(): AppErrorData | null {
    return this.#answer.error;
  }

  /** Why restoring could not be started. */
  get startError(): AppErrorData | null {
    return this.#startError;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  /** The job that restores, or restored last. */
  get jobId(): string | null {
    return this.#jobId;
  }

  isTicked(id: ImageId): boolean {
    return this.#ticked.has(id);
  }

  /** Looks into the bin of an engine; about another one everything is forgotten. */
  async look(endpoint: string | null): Promise<void> {
    if (endpoint !== this.#endpoint) {
      this.#endpoint = endpoint;
      this.#answer.forget();
      this.#ticked = new Set();
      this.#jobId = null;
      this.#startError = null;
    }
    if (endpoint !== null) await this.#answer.ask(() => this.#client.cleanup.bin({ endpoint }));
  }

  toggle(id: ImageId): void {
    const ticked = new Set(this.#ticked);
    if (!ticked.delete(id)) ticked.add(id);
    this.#ticked = ticked;
  }

  /** Ticks everything, or nothing when everything is ticked. */
  toggleAll(): void {
    const isAll = this.chosen.length === this.items.length;
    this.#ticked = new Set(isAll ? [] : this.items.map(({ id }) => id));
  }

  /** Gives the ticked images all their references back. */
  async restore(): Promise<void> {
    const endpoint = this.#endpoint;
    const ids = this.chosen.map(({ id }) => id);
    if (endpoint === null || ids.length === 0 || this.#isStarting) return;
    this.#isStarting = true;
    this.#startError = null;
    try {
      const { jobId } = await this.#client.cleanup.restore({ endpoint, ids });
      // It runs all the same; another engine does not show it.
      if (endpoint !== this.#endpoint) return;
      this.#jobId = jobId;
      this.#ticked = new Set();
    } catch (thrown) {
      if (endpoint === this.#endpoint) this.#startError = appErrorOf(thrown);
    } finally {
      this.#isStarting = false;
    }
  }
}
