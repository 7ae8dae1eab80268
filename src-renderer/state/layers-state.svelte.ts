import type { LayerRow, LayersView, TotalsCheck } from '#main/contract/views/layers-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';

/** Which layers the table lists: all, those several images hold, those stored again over another parent. */
export type LayerFilter = 'all' | 'shared' | 'stored-twice';

/** What the table can be sorted by. */
export type LayerSortKey = 'layer' | 'bytes' | 'images' | 'stored';

/** How the table is sorted. */
export interface LayerSort {
  readonly key: LayerSortKey;
  readonly down: boolean;
}

/** The layers of the engine in use, the table of them, and the check against the engine's own sum. */
export class LayersState {
  readonly #client: Pick<BallastClient, 'layers' | 'engines'>;
  #endpoint: string | null = null;
  #asked = 0;
  #view = $state.raw<LayersView | null>(null);
  #error = $state.raw<AppErrorData | null>(null);
  #isLoading = $state(false);
  #check = $state.raw<TotalsCheck | null>(null);
  #checkError = $state.raw<AppErrorData | null>(null);
  #isChecking = $state(false);

  filter = $state<LayerFilter>('all');
  sort = $state.raw<LayerSort>({ key: 'bytes', down: true });

  constructor(client: Pick<BallastClient, 'layers' | 'engines'>) {
    this.#client = client;
  }

  /** Every layer once, parents before children; null before the first answer. */
  readonly all = $derived(this.#view?.layers ?? null);
  readonly bytes = $derived(sumOf(this.all ?? []));
  /** Bytes that would be needed on top if no image shared a layer. */
  readonly savedBytes = $derived(
    (this.all ?? []).reduce(
      (sum, layer) => sum + knownBytes(layer) * Math.max(layer.images.length - 1, 0),
      0,
    ),
  );
  /** Bytes spent on content that is there already, over another parent. */
  readonly repeatedBytes = $derived(repeatedBytes(this.all ?? []));
  readonly counts = $derived({
    all: this.all?.length ?? 0,
    shared: this.all?.filter(isShared).length ?? 0,
    storedTwice: this.all?.filter(isStoredTwice).length ?? 0,
  });

  /** Rows of the table. */
  readonly rows = $derived(sortLayers((this.all ?? []).filter(filters[this.filter]), this.sort));

  get error(): AppErrorData | null {
    return this.#error;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  get check(): TotalsCheck | null {
    return this.#check;
  }

  get checkError(): AppErrorData | null {
    return this.#checkError;
  }

  get isChecking(): boolean {
    return this.#isChecking;
  }

  /** Reads the layers of an engine; what another engine showed is dropped, what this one showed is kept meanwhile. */
  async load(endpoint: string | null): Promise<void> {
    if (endpoint !== this.#endpoint) this.#reset(endpoint);
    if (endpoint === null) return;
    const asked = (this.#asked += 1);
    this.#isLoading = true;
    try {
      const view = await this.#client.layers.list({ endpoint });
      if (asked !== this.#asked) return;
      this.#view = view;
      this.#error = null;
    } catch (thrown) {
      if (asked === this.#asked) this.#error = appErrorOf(thrown);
    } finally {
      if (asked === this.#asked) this.#isLoading = false;
    }
  }

  /** Sorts by a column; the same one again turns the order round. */
  sortBy(key: LayerSortKey): void {
    this.sort = this.sort.key === key ? { key, down: !this.sort.down } : { key, down: key !== 'layer' };
  }

  /** Asks the engine for its own sum. Slow, so only when a person wants it. */
  async checkTotals(): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint === null || this.#isChecking) return;
    this.#isChecking = true;
    this.#checkError = null;
    try {
      const check = await this.#client.engines.checkTotals({ endpoint });
      if (endpoint === this.#endpoint) this.#check = check;
    } catch (thrown) {
      if (endpoint === this.#endpoint) this.#checkError = appErrorOf(thrown);
    } finally {
      this.#isChecking = false;
    }
  }

  dismissCheck(): void {
    this.#check = null;
    this.#checkError = null;
  }

  #reset(endpoint: string | null): void {
    this.#endpoint = endpoint;
    this.#asked += 1;
    this.#view = null;
    this.#error = null;
    this.#isLoading = false;
    this.dismissCheck();
  }
}

const isShared = (layer: LayerRow): boolean => layer.images.length > 1;
const isStoredTwice = (layer: LayerRow): boolean => layer.storedTimes > 1;
const filters: Readonly<Record<LayerFilter, (layer: LayerRow) => boolean>> = {
  all: () => true,
  shared: isShared,
  'stored-twice': isStoredTwice,
};

function knownBytes(layer: LayerRow): number {
  return isKnown(layer.bytes) ? layer.bytes : 0;
}

function sumOf(layers: readonly LayerRow[]): MaybeBytes {
  return layers.every((layer) => isKnown(layer.bytes))
    ? layers.reduce((sum, layer) => sum + knownBytes(layer), 0)
    : 'unknown';
}

/** Every copy but the first of each diffID. */
function repeatedBytes(layers: readonly LayerRow[]): number {
  const seen = new Set<string>();
  let bytes = 0;
  for (const layer of layers) {
    if (!isStoredTwice(layer)) continue;
    if (seen.has(layer.diffId)) bytes += knownBytes(layer);
    seen.add(layer.diffId);
  }
  return bytes;
}

/** Unknown sizes come last whichever way round; ties go by bytes, then by chainID, so that the order is always the same. */
function sortLayers(layers: readonly LayerRow[], { key, down }: LayerSort): readonly LayerRow[] {
  const sign = down ? -1 : 1;
  return layers.toSorted((a, b) => {
    const ordered =
      key === 'bytes' ? compareBytes(a, b, sign) : sign * compareLayers(a, b, key) || compareBytes(a, b, -1);
    return ordered || (a.chainId < b.chainId ? -1 : 1);
  });
}

function compareBytes(a: LayerRow, b: LayerRow, sign: 1 | -1): number {
  if (isKnown(a.bytes) && isKnown(b.bytes)) return sign * (a.bytes - b.bytes);
  return Number(!isKnown(a.bytes)) - Number(!isKnown(b.bytes));
}

function compareLayers(a: LayerRow, b: LayerRow, key: Exclude<LayerSortKey, 'bytes'>): number {
  switch (key) {
    case 'layer':
      return a.createdBy < b.createdBy ? -1 : Number(a.createdBy > b.createdBy);
    case 'images':
      return a.images.length - b.images.length;
    case 'stored':
      return a.storedTimes - b.storedTimes;
  }
}
