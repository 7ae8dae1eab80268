import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import { boundBytes } from '../ledger/byte-bound.ts';
import { reclaimCalculator, type ReclaimCalculator } from '../ledger/freed-bytes.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';
import { imageNumbers, RunningReclaim } from '../ledger/running-reclaim.ts';
import type { RegretGroups } from './regret-groups.ts';

/**
 * A selection that grows and shrinks by what must go together, and always knows what it frees.
 * Shape:   images by their place in the snapshot; one is in with everything built on it, and leaves with everything that
 *          cannot go without it. Untagged steps come and go with the last image that needs them.
 * Unit:    the bytes a plan for the selection promises, exact or at least.
 */
export class RegretSelection {
  readonly #snapshot: EngineSnapshot;
  readonly #groups: RegretGroups;
  readonly #running: RunningReclaim;
  /** Place in the snapshot to number in the model; -1 when the model does not hold it. */
  readonly #numbers: Int32Array;
  /** How many images built on each are still staying. */
  readonly #waiting: Int32Array;
  readonly #going: Uint8Array;
  readonly #chosen: Uint8Array;
  /** Where something is out of sight, only the whole calculation tells; null where the running one is the same. */
  readonly #calculate: ReclaimCalculator | null;

  constructor(model: ReclaimModel, snapshot: EngineSnapshot, groups: RegretGroups) {
    this.#snapshot = snapshot;
    this.#groups = groups;
    this.#running = new RunningReclaim(model);
    const numbers = imageNumbers(model);
    this.#numbers = Int32Array.from(snapshot.images, ({ id }) => numbers.get(id) ?? -1);
    this.#waiting = Int32Array.from(groups.childCounts);
    this.#going = new Uint8Array(snapshot.images.length);
    this.#chosen = new Uint8Array(snapshot.images.length);
    this.#calculate = this.#running.unseenBytes === 0 ? null : reclaimCalculator(model);
  }

  get bytes(): number {
    if (this.#calculate === null) return this.#running.bytes;
    const going = this.#snapshot.images.filter((_, place) => this.#going[place] === 1);
    return boundBytes(this.#calculate(going.map(({ id }) => id)).total);
  }

  /** Images that were chosen, in the order of the snapshot; steps that go along are not named. */
  get chosen(): readonly number[] {
    const places: number[] = [];
    for (const [place, isChosen] of this.#chosen.entries()) if (isChosen === 1) places.push(place);
    return places;
  }

  has(place: number): boolean {
    return this.#chosen[place] === 1;
  }

  /** Takes an image in with its group; says whether what that adds is certain to the byte. */
  takeIn(place: number): boolean {
    let isExact = true;
    for (const member of this.#groups.groups[place] ?? []) isExact = this.#add(member) && isExact;
    return isExact;
  }

  /** Takes an image out, and those that cannot go without it; answers with all of them, for `putBack`. */
  leaveOut(place: number): readonly number[] {
    const out = [place, ...(this.#groups.neededBy[place] ?? [])].filter((member) => this.has(member));
    for (const member of out) this.#remove(member);
    return out;
  }

  /** Takes exactly these in. */
  putBack(places: readonly number[]): void {
    for (const place of places) this.#add(place);
  }

  clear(): void {
    for (const place of this.chosen) this.#remove(place);
  }

  #add(place: number): boolean {
    if (this.#chosen[place] === 1) return true;
    this.#chosen[place] = 1;
    let isExact = true;
    for (let next = place; next >= 0;) {
      this.#going[next] = 1;
      const number = this.#numbers[next] ?? -1;
      const step = number < 0 ? null : this.#running.add(number);
      isExact &&= step?.isExact === true;
      const parent = this.#groups.parents[next] ?? -1;
      if (parent < 0) return isExact;
      const left = (this.#waiting[parent] ?? 0) - 1;
      this.#waiting[parent] = left;
      const goesAlong = left === 0 && this.#going[parent] === 0 && this.#groups.goesAlong[parent] === 1;
      next = goesAlong ? parent : -1;
    }
    return isExact;
  }

  #remove(place: number): void {
    if (this.#chosen[place] === 0) return;
    this.#chosen[place] = 0;
    for (let next = place; next >= 0;) {
      this.#going[next] = 0;
      const number = this.#numbers[next] ?? -1;
      if (number >= 0) this.#running.remove(number);
      const parent = this.#groups.parents[next] ?? -1;
      if (parent < 0) return;
      const left = (this.#waiting[parent] ?? 0) + 1;
      this.#waiting[parent] = left;
      const wentAlong = left === 1 && this.#going[parent] === 1 && this.#groups.goesAlong[parent] === 1;
      next = wentAlong ? parent : -1;
    }
  }
}
