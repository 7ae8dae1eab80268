import type { EngineView, ImageRow } from '#main/contract/views/engine-view.ts';
import type { PickedImage } from '#main/domain/cleanup/policy.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import type { ByteBound } from '#main/domain/ledger/byte-bound.ts';
import type { FreedBytes } from '#main/domain/ledger/reclaim-model.ts';
import { isKnown } from '#main/domain/unknown.ts';

import { familyShares, type FamilyShare } from './family-shares.ts';
import { imageFacets, isInFacet, parseImageFilter, searchText, type ImageFacet } from './images-filter.ts';
import { groupImages, groupLines, imageLine, type ImageGroup, type ImageLine } from './images-groups.ts';
import { nextSort, placeNames, sortImages, type ImageSort, type ImageSortKey } from './images-order.ts';

/** The engine as far as this screen needs it. */
interface ImagesSource {
  readonly view: EngineView | null;
  readonly imagesById: ReadonlyMap<ImageId, ImageRow>;
  freedBy(ids: Iterable<ImageId>): FreedBytes;
}

/** The ticked rows, with everything the table does to them; the table's own class fits. */
export interface TickedImages {
  readonly keys: ReadonlySet<string>;
  readonly size: number;
  has(key: string): boolean;
  toggle(key: string): void;
  extendTo(key: string, shown: readonly string[]): void;
  toggleAll(keys: readonly string[]): void;
  set(keys: Iterable<string>): void;
  clear(): void;
}

/** What the state is made of. */
interface ImagesInput {
  readonly engine: ImagesSource;
  readonly showsIntermediates: () => boolean;
  readonly selection: TickedImages;
  readonly nowMs: () => number;
}

/** What the Images screen shows: filter, order, groups, and what is ticked. Lives as long as the window. */
export class ImagesState {
  readonly #input: ImagesInput;
  #filterText = $state('');
  #facet = $state<ImageFacet>('all');
  #sort = $state.raw<ImageSort>({ key: 'size', down: true });
  #isGrouped = $state(false);
  #closedGroups = $state.raw<ReadonlySet<string>>(new Set());

  /** Where the person was in the table; the table reads and writes it. */
  readonly place: { activeKey: string | null; scrollTop: number } = { activeKey: null, scrollTop: 0 };

  constructor(input: ImagesInput) {
    this.#input = input;
  }

  readonly #all = $derived.by(() => {
    const rows = (this.#input.engine.view?.images ?? []).filter((row) => row.parkedAtMs === null);
    return this.#input.showsIntermediates() ? rows : rows.filter((row) => !row.intermediate);
  });

  readonly #texts = $derived(new Map(this.#all.map((row) => [row.id, searchText(row)])));
  readonly #filter = $derived(parseImageFilter(this.#filterText));

  readonly #places = $derived(placeNames(this.#all));
  // Sorted before it is filtered: every letter typed then costs one pass and no sorting.
  readonly #ordered = $derived(sortImages(this.#all, this.#sort, this.#places));

  /** What the typed filter lets through, before the facet. */
  readonly #found = $derived.by(() => {
    const nowMs = this.#input.nowMs();
    return this.#ordered.filter((row) => this.#filter.passes(row, this.#texts.get(row.id) ?? '', nowMs));
  });

  readonly #shown = $derived(
    this.#facet === 'all' ? this.#found : this.#found.filter((row) => isInFacet(row, this.#facet)),
  );

  /** The table, line by line. */
  readonly lines = $derived<readonly ImageLine[]>(
    this.#isGrouped
      ? groupLines(groupImages(this.#shown), this.#closedGroups)
      : this.#shown.map((row) => imageLine(row)),
  );

  /** How many images each facet would show under the typed filter. */
  readonly facetCounts = $derived(
    Object.fromEntries(
      imageFacets.map((facet) => [facet, this.#found.filter((row) => isInFacet(row, facet)).length]),
    ) as Readonly<Record<ImageFacet, number>>,
  );

  /** Bytes that fill a byte bar: the largest image's layers. */
  readonly largestBytes = $derived(this.#all.reduce((most, row) => Math.max(most, barBytes(row)), 1));

  /** How the disk divides among bases. */
  readonly shares = $derived.by<readonly FamilyShare[]>(() => {
    const { view, imagesById } = this.#input.engine;
    return view === null ? [] : familyShares(view.reclaim, imagesById);
  });

  /** What lies in the recycle bin: no row of the table, but bytes on the disk all the same. */
  readonly parked = $derived.by(() =>
    (this.#input.engine.view?.images ?? []).filter((row) => row.parkedAtMs !== null),
  );

  /** What emptying the bin frees. */
  readonly parkedFrees = $derived.by<ByteBound>(
    () => this.#input.engine.freedBy(this.parked.map((row) => row.id)).total,
  );

  /** The ticked images that still exist. */
  readonly selected = $derived<readonly ImageRow[]>(
    [...this.selection.keys]
      .flatMap((key) => this.#input.engine.imagesById.get(key as ImageId) ?? [])
      .filter((row) => row.parkedAtMs === null),
  );

  /** Those of them that may go: nothing in use goes. */
  readonly removable = $derived(this.selected.filter((row) => row.containers.length === 0));

  /** What comes free when exactly these go. */
  readonly frees = $derived.by(() => this.#input.engine.freedBy(this.removable.map((row) => row.id)));

  get selection(): TickedImages {
    return this.#input.selection;
  }

  /** Images there are, without intermediates unless they are wanted. */
  get count(): number {
    return this.#all.length;
  }

  get shownCount(): number {
    return this.#shown.length;
  }

  get filterText(): string {
    return this.#filterText;
  }

  set filterText(typed: string) {
    this.#filterText = typed;
  }

  get filterProblems(): readonly string[] {
    return this.#filter.problems;
  }

  get facet(): ImageFacet {
    return this.#facet;
  }

  set facet(facet: ImageFacet) {
    this.#facet = facet;
  }

  get sort(): ImageSort {
    return this.#sort;
  }

  get isGrouped(): boolean {
    return this.#isGrouped;
  }

  get isFiltered(): boolean {
    return this.#filterText.trim() !== '' || this.#facet !== 'all';
  }

  sortBy(key: ImageSortKey): void {
    this.#sort = nextSort(this.#sort, key);
  }

  toggleGrouping(): void {
    this.#isGrouped = !this.#isGrouped;
  }

  toggleGroup(repository: string): void {
    const closed = new Set(this.#closedGroups);
    if (!closed.delete(repository)) closed.add(repository);
    this.#closedGroups = closed;
  }

  /** Shows every image again. */
  clearFilter(): void {
    this.#filterText = '';
    this.#facet = 'all';
  }

  /** Shows the images on a base. */
  showBase(label: string): void {
    this.clearFilter();
    this.#filterText = `base:${label}`;
  }

  selectShown(): void {
    this.selection.set(this.#shown.map((row) => row.id));
  }

  /** What only the images of a group hold together: the bytes that come free without all of them. Asked when it is drawn. */
  ownBytesOf(group: ImageGroup): ByteBound {
    return this.#input.engine.freedBy(group.rows.map((row) => row.id)).total;
  }

  /** What a plan is asked for: these images as a whole. */
  picksOf(rows: readonly ImageRow[]): readonly PickedImage[] {
    return rows.map((row) => ({ id: row.id, references: null }));
  }
}

/** Layers of an image as its bar shows them; unknown ones cannot be drawn. */
export function barBytes(row: ImageRow): number {
  return (
    (isKnown(row.exclusiveBytes) ? row.exclusiveBytes : 0) + (isKnown(row.sharedBytes) ? row.sharedBytes : 0)
  );
}
