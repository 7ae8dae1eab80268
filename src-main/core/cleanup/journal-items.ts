import type { CleanupPlan, PlannedRemoval } from '../../domain/cleanup/cleanup-plan.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { EngineContainer, EngineImage } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { boundBytes, isExact } from '../../domain/ledger/byte-bound.ts';
import { unknown } from '../../domain/unknown.ts';
import type { JournalItem } from '../../ports/store.ts';
import type { ParkedEntry } from './parked-items.ts';

/** What the items of a run are made from. */
export interface JournalFacts {
  readonly plan: CleanupPlan;
  readonly images: readonly EngineImage[];
  /** Images to be saved before they go. */
  readonly saveFirst: readonly ImageId[];
  /** What lies in the bin: an image that goes from there is written down with the names it had before. */
  readonly parked: ReadonlyMap<string, ParkedEntry>;
}

/** An item nothing was done to yet; what is not said is nothing. */
export function newItem(about: Pick<JournalItem, 'imageId' | 'effect'> & Partial<JournalItem>): JournalItem {
  return {
    reference: null,
    references: [],
    digests: [],
    reasons: [],
    recoverable: 'unknown',
    pullFrom: [],
    parkedAs: null,
    archive: null,
    promisedBytes: null,
    promisedExactly: false,
    measuredBytes: unknown,
    difference: null,
    outcome: 'pending',
    errorDetail: '',
    finishedAtMs: null,
    ...about,
  };
}

/** A whole plan as the journal keeps it: the containers that go first, then one item per reference. */
export function journalItems(facts: JournalFacts): readonly JournalItem[] {
  const images = new Map(facts.images.map((image) => [image.id, image]));
  const saved = new Set(facts.saveFirst);
  return [
    ...facts.plan.containers.map(containerItem),
    ...facts.plan.remove.flatMap((item) => {
      const image = images.get(item.id);
      return itemsOf(item, { ...facts, image, isSaved: saved.has(item.id) });
    }),
  ];
}

/** A container is known by its name; by its ID it is removed. */
function containerItem({ id, imageId, name }: EngineContainer): JournalItem {
  return newItem({ imageId, effect: 'remove-container', reference: id, references: [name] });
}

function itemsOf(
  item: PlannedRemoval,
  context: {
    readonly image: EngineImage | undefined;
    readonly isSaved: boolean;
    readonly parked: JournalFacts['parked'];
  },
): readonly JournalItem[] {
  const { image, isSaved, parked } = context;
  const tags = image?.tags ?? item.references;
  const bin = tags.find((tag) => parkedAtMs(tag) !== null);
  const before = bin === undefined ? undefined : parked.get(bin);
  const about = {
    imageId: item.id,
    effect: item.effect,
    references: before?.references ?? tags,
    digests: before?.digests ?? image?.digests ?? [],
    reasons: item.reasons,
    recoverable: item.recovery.kind,
    pullFrom: item.recovery.pullFrom,
    // Empty: it is to be saved, and is not yet.
    archive: isSaved ? '' : null,
  };
  return stepsOf(item).map((reference, at) => {
    const isFirst = at === 0;
    const promisedBytes = isFirst ? boundBytes(item.frees) : null;
    return newItem({ ...about, reference, promisedBytes, promisedExactly: isFirst && isExact(item.frees) });
  });
}

function stepsOf({ effect, references, platforms }: PlannedRemoval): readonly (string | null)[] {
  // One that was being parked before may have its place in the bin already: that is no name to drop.
  const names = effect === 'park' ? references.filter((name) => parkedAtMs(name) === null) : references;
  const steps = effect === 'remove-platforms' ? platforms : names;
  return steps.length > 0 ? steps : [null];
}
