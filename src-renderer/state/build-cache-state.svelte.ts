import type { BuildCacheRow, BuildCacheView } from '#main/contract/views/cleanup-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { Answer } from './answer.svelte.ts';
import {
  matchesRecord,
  promiseOfRecords,
  sortRecords,
  type BuildCacheSort,
  type BuildCacheSortKey,
} from './build-cache-rows.ts';
import type { TickedImages } from './images-state.svelte.ts';

const dayMs = 86_400_000;

/** The build cache of an engine: its records, what of them is ticked, and the job that removes them. */
export class BuildCacheState {
  readonly #client: Pick<BallastClient, 'cleanup'>;
  readonly #nowMs: () => number;
  readonly #answer = new Answer<BuildCacheView>();
  #endpoint: string | null = null;
  #sort = $state.raw<BuildCacheSort>({ key: 'bytes', down: true });
  #jobId = $state<string | null>(null);
  #startError = $state.raw<AppErrorData | null>(null);
  #isStarting = $state(false);
  filterText = $state('');

  /** The ticked rows; the table writes to it. */
  readonly selection: TickedImages;

  constructor(
    client: Pick<BallastClient, 'cleanup'>,
    selection: TickedImages,
    nowMs: () => number = Date.now,
  ) {
    this.#client = client;
    this.selection = selection;
    this.#nowMs = nowMs;
  }

  readonly #records = $derived(this.#answer.value?.records ?? []);
  readonly #words = $derived(
    this.filterText
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== ''),
  );

  /** The rows of the table. */
  readonly shown = $derived(
    sortRecords(this.#records, this.#sort).filter((record) => matchesRecord(record, this.#words)),
  );

  /** Ticked records that can go: none a build uses. */
  readonly chosen = $derived<readonly BuildCacheRow[]>(
    this.#records.filter(({ id, inUse }) => this.selection.has(id) && !inUse),
  );

  /** What removing them comes to. */
  readonly promise = $derived(promiseOfRecords(this.chosen, this.#records));

  /** Null before the first answer. */
  get view(): BuildCacheView | null {
    return this.#answer.value;
  }

  get error(): AppErrorData | null {
    return this.#answer.error;
  }

  get startError(): AppErrorData | null {
    return this.#startError;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  get sort(): BuildCacheSort {
    return this.#sort;
  }

  /** The job that removes, or removed last. */
  get jobId(): string | null {
    return this.#jobId;
  }

  /** Reads the cache of an engine; about another one everything is forgotten. */
  async look(endpoint: string | null): Promise<void> {
    if (endpoint !== this.#endpoint) {
      this.#endpoint = endpoint;
      this.#answer.forget();
      this.selection.clear();
      this.#jobId = null;
      this.#startError = null;
    }
    if (endpoint !== null) await this.#answer.ask(() => this.#client.cleanup.buildCache({ endpoint }));
  }

  /** Orders by a column: sizes and times from the top first, the same column again the other way round. */
  sortBy(key: BuildCacheSortKey): void {
    const isText = key === 'description' || key === 'kind';
    this.#sort = { key, down: this.#sort.key === key ? !this.#sort.down : !isText };
  }

  /** Ticks what no build has used for so many days, 0 for everything that is not in use. */
  selectIdle(days: number): void {
    const before = this.#nowMs() - days * dayMs;
    this.selection.set(
      this.#records
        .filter(
          ({ inUse, lastUsedAtMs, createdAtMs }) => !inUse && (lastUsedAtMs ?? createdAtMs ?? 0) <= before,
        )
        .map(({ id }) => id),
    );
  }

  /** Removes the ticked records. */
  async prune(): Promise<void> {
    const endpoint = this.#endpoint;
    const ids = this.chosen.map(({ id }) => id);
    if (endpoint === null || ids.length === 0 || this.#isStarting) return;
    this.#isStarting = true;
    this.#startError = null;
    try {
      const { jobId } = await this.#client.cleanup.pruneBuildCache({ endpoint, ids });
      // It runs all the same; another engine does not show it.
      if (endpoint !== this.#endpoint) return;
      this.#jobId = jobId;
      this.selection.clear();
    } catch (thrown) {
      if (endpoint === this.#endpoint) this.#startError = appErrorOf(thrown);
    } finally {
      this.#isStarting = false;
    }
  }

  /** Puts the result of the last job away. */
  dismissJob(): void {
    this.#jobId = null;
  }
}
