import { toAppError, type AppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { unknown } from '../../domain/unknown.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';
import type { JournalEffect, JournalItem, NewRun, RunState } from '../../ports/store.ts';
import type { CoreDeps } from '../core-deps.ts';

type JournalDeps = Pick<CoreDeps, 'store' | 'clock' | 'machine'>;

/** What is written down of one run: each item before it is tried and again after. */
export class RunJournal {
  readonly runId: string;
  readonly #deps: JournalDeps;
  readonly #items: Map<string, JournalItem>;
  /** Items as they began, by image and effect: asked for with every item of a run, however long that is. */
  readonly #ofImages: ReadonlyMap<string, readonly JournalItem[]>;

  /** Writes the whole run down as pending: nothing is removed that was not journaled first. */
  constructor(deps: JournalDeps, run: Omit<NewRun, 'owner' | 'startedAtMs'>) {
    this.#deps = deps;
    this.runId = run.runId;
    this.#items = new Map(run.items.map((item) => [keyOf(item), item]));
    this.#ofImages = Map.groupBy(run.items, ({ imageId, effect }) => `${imageId} ${effect}`);
    deps.store.startRun({ ...run, owner: deps.machine.self, startedAtMs: deps.clock.now() });
  }

  /** Items as they stand now, in the order of the run. */
  get items(): readonly JournalItem[] {
    return [...this.#items.values()];
  }

  /** Items of one image as they stand now. */
  of(id: ImageId, effect: JournalEffect): readonly JournalItem[] {
    return (this.#ofImages.get(`${id} ${effect}`) ?? []).map((item) => this.#now(item));
  }

  /** Writes durably that an item is about to be tried. */
  tries(item: JournalItem): void {
    this.#deps.store.tryItem(this.runId, this.#keep({ ...this.#now(item), outcome: 'trying' }));
  }

  /** Writes down something about an item. */
  notes(item: JournalItem, change: Partial<JournalItem>): void {
    this.#deps.store.writeItem(this.runId, this.#keep({ ...this.#now(item), ...change }));
  }

  /** Writes down what became of an item. */
  ends(item: JournalItem, end: Pick<JournalItem, 'outcome' | 'errorDetail'>): void {
    this.notes(item, { ...end, finishedAtMs: this.#deps.clock.now() });
  }

  /** Writes down how the run ended, once nothing more is going to be done: answers why that could not be written. */
  finish(state: RunState, measuredBytes: MaybeBytes = unknown): AppError | null {
    try {
      this.#deps.store.finishRun(this.runId, { atMs: this.#deps.clock.now(), state, measuredBytes });
      return null;
    } catch (thrown) {
      return toAppError(thrown);
    }
  }

  #now(item: JournalItem): JournalItem {
    return this.#items.get(keyOf(item)) ?? item;
  }

  #keep(item: JournalItem): JournalItem {
    this.#items.set(keyOf(item), item);
    return item;
  }
}

function keyOf({ imageId, effect, reference }: JournalItem): string {
  return `${imageId} ${effect} ${reference ?? ''}`;
}
