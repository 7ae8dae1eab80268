import type { ItemResult } from '../../contract/views/job-view.ts';
import type { CleanupPlan, PlannedRemoval } from '../../domain/cleanup/cleanup-plan.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import { boundBytes, isExact } from '../../domain/ledger/byte-bound.ts';
import { unknown } from '../../domain/unknown.ts';
import type { MaybeBytes } from '../../domain/unknown.ts';
import type { JournalItem } from '../../ports/store.ts';
import type { CoreDeps } from '../core-deps.ts';

/** What is written down of one run: each item before it is tried and again after. */
export class RunJournal {
  readonly #deps: Pick<CoreDeps, 'store' | 'clock'>;
  readonly #runId: string;
  readonly #items: ReadonlyMap<string, readonly JournalItem[]>;

  /** Writes the whole plan down as pending: nothing is removed that was not journaled first. */
  constructor(
    deps: Pick<CoreDeps, 'store' | 'clock'>,
    runId: string,
    facts: { readonly plan: CleanupPlan; readonly images: readonly EngineImage[]; readonly endpoint: string },
  ) {
    this.#deps = deps;
    this.#runId = runId;
    const byId = new Map(facts.images.map((image) => [image.id, image]));
    this.#items = new Map(facts.plan.remove.map((item) => [item.id, toItems(item, byId.get(item.id))]));
    deps.store.startRun({
      runId,
      engine: facts.plan.engineId,
      startedAtMs: deps.clock.now(),
      promisedBytes: boundBytes(facts.plan.frees.total),
      promisedExactly: isExact(facts.plan.frees.total),
      items: [...this.#items.values()].flat(),
    });
  }

  /** Writes down what became of an item. */
  write(id: string, results: readonly ItemResult[]): void {
    for (const item of this.#items.get(id) ?? []) {
      const result = resultOf(item, results);
      if (result === undefined) continue;
      this.#deps.store.writeItem(this.#runId, {
        ...item,
        outcome: result.outcome,
        errorDetail: result.error?.detail ?? '',
        finishedAtMs: this.#deps.clock.now(),
      });
    }
  }

  finish(measuredBytes: MaybeBytes = unknown): void {
    this.#deps.store.finishRun(this.#runId, { atMs: this.#deps.clock.now(), measuredBytes });
  }
}

/** The result by the item's own reference; a removal by ID after the last reference speaks for all of them. */
function resultOf(item: JournalItem, results: readonly ItemResult[]): ItemResult | undefined {
  return results.find((result) => (result.reference ?? null) === item.reference) ?? results.at(-1);
}

function toItems(item: PlannedRemoval, image: EngineImage | undefined): readonly JournalItem[] {
  const references: readonly (string | null)[] = item.references.length > 0 ? item.references : [null];
  return references.map((reference) => ({
    imageId: item.id,
    reference,
    references: image?.tags ?? item.references,
    digests: image?.digests ?? [],
    reasons: item.reasons,
    recoverable: item.recoverable,
    outcome: 'pending',
    errorDetail: '',
    finishedAtMs: null,
  }));
}
