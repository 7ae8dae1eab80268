import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { ByteBound } from '../ledger/byte-bound.ts';
import { fairShares, type FairShare } from './fair-shares.ts';
import type { ImageRelations } from './image-relations.ts';
import type { PlanFacts } from './plan-facts.ts';
import { recoverability, type Recoverability } from './recoverability.ts';
import { regretGroups, type RegretGroups } from './regret-groups.ts';
import { RegretSelection } from './regret-selection.ts';
import { regretOf } from './regret.ts';

/** What is to be freed, and of what. */
export interface FreeBytesInput {
  readonly facts: PlanFacts;
  readonly relations: Pick<ImageRelations, 'isIntermediate' | 'containersOf'>;
  /** Images that may be chosen: nothing holds or pins them. */
  readonly eligible: ReadonlySet<ImageId>;
  /** Untagged steps that may go along; every one that no container holds when absent. */
  readonly goesAlong?: (id: ImageId) => boolean;
  /** How an image can be had again; by what the engine says alone when absent. */
  readonly backOf?: (image: EngineImage) => Recoverability;
  readonly bytes: number;
}

/** The choice. */
export interface FreeBytesChoice {
  readonly chosen: ReadonlySet<ImageId>;
  /** Whether the choice frees what was asked; otherwise it is everything that frees anything. */
  readonly isEnough: boolean;
  /** What everything that may go frees together; "at least" also where only the single images are not certain. */
  readonly most: ByteBound;
}

/** Up to so many candidates every set is weighed; 2^16 of them take a tenth of a second. */
const mostToWeighAll = 16;

/**
 * The images to remove so that at least so many bytes come free, regretted as little as possible (`regretOf`, added up).
 * Shape:   no image of the answer can stay without missing the bytes: whatever was found is thinned out, dearest first,
 *          until each one is needed. Up to 16 candidates the answer is the least of all sets. Beyond that it is the
 *          best of several orders, for the question is NP-hard (knapsack); it is then a small set, not provably the least.
 *          Equal regret is decided by fewer images, then by ID: the same facts give the same answer.
 * Unit:    bytes as the plan promises them: where it can only say "at least", at least so many.
 */
export function chooseFreeBytes(input: FreeBytesInput): FreeBytesChoice {
  const { facts, relations, eligible } = input;
  const isFreeStep = (id: ImageId): boolean =>
    relations.isIntermediate(id) && relations.containersOf(id).length === 0;
  const goesAlong = input.goesAlong ?? isFreeStep;
  const groups = regretGroups({ snapshot: facts.snapshot, eligible, goesAlong });
  return new Search(input, groups).choose(input.bytes);
}

interface Candidate {
  /** Its place in the snapshot. */
  readonly place: number;
  readonly regret: number;
  readonly share: FairShare;
}

/** Keys to sort candidates by, the first one first. */
type SortKey = (candidate: Candidate) => number;

class Search {
  readonly #facts: PlanFacts;
  readonly #selection: RegretSelection;
  /** By ID. */
  readonly #candidates: readonly Candidate[];
  /** By place in the snapshot. */
  readonly #regrets: Float64Array;

  constructor(
    { facts, backOf = (image) => recoverability(image, facts.snapshot.store) }: FreeBytesInput,
    groups: RegretGroups,
  ) {
    const { images } = facts.snapshot;
    this.#facts = facts;
    this.#selection = new RegretSelection(facts.reclaim, facts.snapshot, groups);
    const mayGo = new Set<ImageId>();
    for (const [place, { id }] of images.entries()) {
      if (groups.groups[place] !== null || groups.goesAlong[place] === 1) mayGo.add(id);
    }
    const shares = fairShares(facts.reclaim, (id) => mayGo.has(id));
    this.#regrets = new Float64Array(images.length);
    const candidates = images.flatMap((image, place): readonly Candidate[] => {
      if (groups.groups[place] === null) return [];
      const regret = regretOf(image, backOf(image), facts);
      this.#regrets[place] = regret;
      return [{ place, regret, share: shares.get(image.id) ?? { bytes: 0, root: -1 } }];
    });
    this.#candidates = candidates.sort((a, b) => byText(this.#idOf(a.place), this.#idOf(b.place)));
  }

  choose(bytes: number): FreeBytesChoice {
    const most = this.#mostOfAll();
    if (this.#selection.bytes < bytes) {
      this.#thinOut(this.#selection.bytes);
      return { chosen: this.#idsOf(this.#selection.chosen), isEnough: false, most };
    }
    if (this.#candidates.length <= mostToWeighAll) {
      return { chosen: this.#idsOf(this.#weighAll(bytes)), isEnough: true, most };
    }
    const found = this.#orders().map((order) => this.#firstEnough(order, bytes));
    const [best = []] = found.sort((a, b) => this.#compare(a, b));
    return { chosen: this.#idsOf(best), isEnough: true, most };
  }

  /** Selects everything, and tells what that frees. */
  #mostOfAll(): ByteBound {
    let isExact = true;
    for (const { place } of this.#candidates) isExact = this.#selection.takeIn(place) && isExact;
    const { bytes } = this.#selection;
    return isExact ? { exact: bytes } : { atLeast: bytes };
  }

  /** Takes in what comes first until it is enough, then lets everything stay that is not needed. */
  #firstEnough(order: readonly Candidate[], bytes: number): readonly number[] {
    this.#selection.clear();
    for (const { place } of order) {
      if (this.#selection.bytes >= bytes) break;
      this.#selection.takeIn(place);
    }
    this.#thinOut(bytes);
    return this.#selection.chosen;
  }

  /**
   * One pass is enough: what was needed for a larger selection is needed for a smaller one, because a smaller selection
   * never frees more.
   */
  #thinOut(bytes: number): void {
    const chosen = this.#candidates.filter(({ place }) => this.#selection.has(place));
    for (const { place } of sortedBy(chosen, ({ regret }) => -regret)) {
      if (!this.#selection.has(place)) continue;
      const out = this.#selection.leaveOut(place);
      if (this.#selection.bytes < bytes) this.#selection.putBack(out);
    }
  }

  /** Orders worth trying: each finds the best set for another kind of engine. */
  #orders(): readonly (readonly Candidate[])[] {
    const roots = new Map<number, { regret: number; bytes: number }>();
    for (const { share, regret } of this.#candidates) {
      const root = roots.get(share.root) ?? { regret: 0, bytes: 0 };
      roots.set(share.root, { regret: root.regret + regret, bytes: root.bytes + share.bytes });
    }
    const ratio: SortKey = ({ regret, share }) => regret / (share.bytes + 1);
    const rootRatio: SortKey = ({ share }) => {
      const root = roots.get(share.root) ?? { regret: 0, bytes: 0 };
      return root.regret / (root.bytes + 1);
    };
    const byRatio = sortedBy(this.#candidates, ratio);
    return [
      byRatio,
      sortedBy(
        sortedBy(byRatio, ({ share }) => share.root),
        rootRatio,
      ),
      sortedBy(byRatio, ({ regret }) => regret),
      sortedBy(this.#candidates, ({ share }) => -share.bytes),
    ];
  }

  /** Every set, dearest images first, dropping what is dearer than the best or can no longer be enough. */
  #weighAll(bytes: number): readonly number[] {
    const order = sortedBy(this.#candidates, ({ regret }) => -regret);
    let best = this.#firstEnough(order.toReversed(), bytes);
    let bestRegret = this.#regretOf(best);
    // From everything downwards: leaving one out can only make it less, so a set that misses the bytes ends its branch.
    for (const { place } of order) this.#selection.takeIn(place);
    const visit = (at: number, decided: number): void => {
      if (decided > bestRegret || this.#selection.bytes < bytes) return;
      const candidate = order[at];
      if (candidate === undefined) {
        if (this.#compare(this.#selection.chosen, best) < 0) best = this.#selection.chosen;
        bestRegret = this.#regretOf(best);
        return;
      }
      if (!this.#selection.has(candidate.place)) return visit(at + 1, decided);
      const out = this.#selection.leaveOut(candidate.place);
      // What was decided to go may have left again, because it cannot go without this one: that is another branch.
      const isOpen = out.every((place) => order.findIndex((other) => other.place === place) >= at);
      if (isOpen) visit(at + 1, decided);
      this.#selection.putBack(out);
      visit(at + 1, decided + candidate.regret);
    };
    visit(0, 0);
    return best;
  }

  #regretOf(places: readonly number[]): number {
    return places.reduce((sum, place) => sum + (this.#regrets[place] ?? 0), 0);
  }

  /** Less regret, then fewer images, then the smaller IDs. */
  #compare(a: readonly number[], b: readonly number[]): number {
    const ids = (places: readonly number[]): string => [...this.#idsOf(places)].sort().join();
    return this.#regretOf(a) - this.#regretOf(b) || a.length - b.length || byText(ids(a), ids(b));
  }

  #idsOf(places: readonly number[]): ReadonlySet<ImageId> {
    const { images } = this.#facts.snapshot;
    return new Set(places.flatMap((place) => images[place]?.id ?? []));
  }

  #idOf(place: number): string {
    return this.#facts.snapshot.images[place]?.id ?? '';
  }
}

/** Sorted by a number; those that are equal stay in the order they had. */
function sortedBy(candidates: readonly Candidate[], key: SortKey): readonly Candidate[] {
  const keys = Float64Array.from(candidates, key);
  const order = Array.from(candidates.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  return order.flatMap((at) => candidates[at] ?? []);
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
