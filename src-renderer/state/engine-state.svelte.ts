import type { EndpointRow, EngineList } from '#main/contract/operations/engines.ts';
import type { EngineFrame, EngineView, ImageRow } from '#main/contract/views/engine-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import { goesAlong } from '#main/domain/cleanup/goes-along.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { reclaimCalculator, type ReclaimCalculator } from '#main/domain/ledger/freed-bytes.ts';
import type { FreedBytes } from '#main/domain/ledger/reclaim-model.ts';

import { appErrorOf, follow, type BallastClient } from '../api/client.ts';

/** `searching`: knocking at endpoints. `none`: nobody answered. `failed` keeps the last view, greyed and dated. */
export type EnginePhase = 'searching' | 'none' | 'loading' | 'ready' | 'failed';

/** How far the first reading of an engine is. */
export type EngineProgress = Omit<Extract<EngineFrame, { kind: 'loading' }>, 'kind'>;

const nothingFreed: FreedBytes = {
  total: { exact: 0 },
  layers: { exact: 0 },
  content: { exact: 0 },
  doubts: [],
};

/** Intermediate steps nothing else needs go along, as in the plan for the same images. */
function withSteps({ images }: EngineView, freedBy: ReclaimCalculator): ReclaimCalculator {
  const along = goesAlong(images);
  return (ids) => freedBy(along(ids));
}

/** The engine the window shows: which there are, what it holds, how it is. */
export class EngineState {
  readonly #client: BallastClient;
  #list = $state.raw<EngineList | null>(null);
  #view = $state.raw<EngineView | null>(null);
  #progress = $state.raw<EngineProgress | null>(null);
  #error = $state.raw<AppErrorData | null>(null);
  #current = $state<string | null>(null);
  #isSearching = $state(true);
  #stop: () => void = () => undefined;

  constructor(client: BallastClient) {
    this.#client = client;
  }

  /** Rows by image ID. */
  readonly imagesById = $derived<ReadonlyMap<ImageId, ImageRow>>(
    new Map(this.#view?.images.map((row) => [row.id, row])),
  );

  readonly #freedExactly = $derived(
    this.#view === null ? () => nothingFreed : reclaimCalculator(this.#view.reclaim),
  );
  readonly #freed = $derived(
    this.#view === null ? () => nothingFreed : withSteps(this.#view, this.#freedExactly),
  );

  readonly phase = $derived<EnginePhase>(this.#phaseNow());

  /** What the status line calls reclaimable: everything no container uses, as a clean-up of unused images would free it. */
  readonly reclaimable = $derived(this.#freed(this.#unusedIds()));

  get endpoints(): readonly EndpointRow[] {
    return this.#list?.endpoints ?? [];
  }

  /** URL of the engine in use: the `endpoint` of every call; null when there is none. */
  get current(): string | null {
    return this.#current;
  }

  get view(): EngineView | null {
    return this.#view;
  }

  /** Set while an engine is read, also behind a view that is shown already. */
  get progress(): EngineProgress | null {
    return this.#progress;
  }

  get error(): AppErrorData | null {
    return this.#error;
  }

  get isDemo(): boolean {
    return this.#view?.engine.isDemo === true || this.#current?.startsWith('demo:') === true;
  }

  /** What `docker --host` must be given to reach this engine; null when `docker` reaches it by itself. */
  get dockerHost(): string | null {
    const source = this.#list?.endpoints.find((row) => row.url === this.#current)?.source;
    if (this.isDemo || source === 'DOCKER_HOST' || source === 'docker-context') return null;
    return this.#current === 'unix:///var/run/docker.sock' ? null : this.#current;
  }

  /** Bytes that come free when these images go, with the steps nothing else needs. Within a frame, also for thousands. */
  freedBy(ids: Iterable<ImageId>): FreedBytes {
    return this.#freed(ids);
  }

  /** Bytes that come free when exactly these images go: a plan names the steps that go along. */
  freedByExactly(ids: Iterable<ImageId>): FreedBytes {
    return this.#freedExactly(ids);
  }

  /** Knocks at every known endpoint, then follows the one the core would show. */
  async find(): Promise<void> {
    await this.#use(() => this.#client.engines.list({}));
  }

  /** Shows another engine. */
  async select(endpoint: string): Promise<void> {
    await this.#use(
      () => this.#client.engines.select({ endpoint }),
      () => endpoint,
    );
  }

  /** Adds an endpoint by hand, and shows it if an engine answers there. */
  async add(endpoint: string): Promise<void> {
    const before = this.#current;
    await this.#use(
      () => this.#client.engines.add({ endpoint }),
      (list) =>
        list.endpoints.some((row) => row.url === endpoint && row.error === null) ? endpoint : before,
    );
  }

  /** Leaves the demo for the first engine that really answers; for none at all when there is none. */
  async leaveDemo(): Promise<void> {
    await this.#use(
      () => this.#client.engines.list({}),
      (list) => list.endpoints.find((row) => row.source !== 'demo' && row.error === null)?.url ?? null,
    );
  }

  /** Reads the engine again at once. */
  async refresh(): Promise<void> {
    if (this.current === null) return this.find();
    try {
      await this.#client.engines.refresh({ endpoint: this.current });
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    }
  }

  /** Stops following. */
  close(): void {
    this.#stop();
  }

  async #use(
    ask: () => Promise<EngineList>,
    choose: (list: EngineList) => string | null = (list) => list.current,
  ): Promise<void> {
    this.#isSearching = true;
    try {
      const list = await ask();
      const chosen = choose(list);
      this.#list = list;
      this.#error = null;
      if (chosen !== this.#current) this.#follow(chosen);
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    } finally {
      this.#isSearching = false;
    }
  }

  #follow(endpoint: string | null): void {
    this.#stop();
    this.#current = endpoint;
    this.#view = null;
    this.#progress = null;
    if (endpoint === null) return;
    this.#stop = follow<EngineFrame>((options) => this.#client.engines.watch({ endpoint }, options), {
      onFrame: (frame) => this.#take(frame),
      onError: (error) => (this.#error = error),
    });
  }

  #take(frame: EngineFrame): void {
    switch (frame.kind) {
      case 'loading':
        this.#progress = { step: frame.step, done: frame.done, total: frame.total };
        // Knocking again at an engine that is away changes nothing yet; an answer does.
        if (frame.step !== 'connecting') this.#error = null;
        break;
      case 'ready':
        this.#view = frame.view;
        this.#progress = null;
        this.#error = null;
        break;
      case 'failed':
        this.#progress = null;
        this.#error = frame.error;
    }
  }

  #unusedIds(): ImageId[] {
    return (this.#view?.images ?? [])
      .filter((row) => row.containers.length === 0 && !row.intermediate)
      .filter((row) => row.parkedAtMs === null && row.pin === null)
      .map((row) => row.id);
  }

  #phaseNow(): EnginePhase {
    if (this.#current === null) return this.#isSearching ? 'searching' : 'none';
    if (this.#error !== null) return 'failed';
    return this.#view === null ? 'loading' : 'ready';
  }
}
