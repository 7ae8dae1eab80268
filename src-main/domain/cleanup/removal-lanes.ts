import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';
import type { CleanupPlan } from './cleanup-plan.ts';

/**
 * Splits the items of a plan into lanes that may run side by side.
 * Shape:   indexes into `plan.remove`; the items of a lane run in their order, and every item is in one lane. Together stay
 *          a parent and its children, and on an engine that tells which layers went (classic store) images that share
 *          layers only with each other: the last of them takes these along, and so it does in the order of the plan, which
 *          makes what each item frees the same however many lanes run.
 */
export function removalLanes(
  plan: Pick<CleanupPlan, 'remove'>,
  facts: { readonly snapshot: EngineSnapshot; readonly reclaim: ReclaimModel },
): readonly (readonly number[])[] {
  const places = new Map(plan.remove.map(({ id }, place) => [id, place]));
  const groups = new Groups(plan.remove.length);
  for (const { id, parentId } of facts.snapshot.images) {
    const [own, parent] = [places.get(id), parentId === null ? undefined : places.get(parentId)];
    if (own !== undefined && parent !== undefined) groups.join(own, parent);
  }
  if (facts.reclaim.store === 'classic') joinSharers(groups, places, facts.reclaim);
  return groups.lists();
}

/** Joins the items that hold an edge which nothing else holds. */
function joinSharers(
  groups: Groups,
  places: ReadonlyMap<ImageId, number>,
  { images, edgeParents }: ReclaimModel,
): void {
  // What an edge is held by: the first item that was seen, or something that stays.
  const stays = -2;
  const nobody = -1;
  const first = new Int32Array(edgeParents.length).fill(nobody);
  for (const { id, tops } of images) {
    if (places.has(id)) continue;
    for (const top of tops) {
      for (let edge = top; edge >= 0 && first[edge] !== stays; edge = edgeParents[edge] ?? -1)
        first[edge] = stays;
    }
  }
  for (const { id, tops } of images) {
    const place = places.get(id);
    if (place === undefined) continue;
    for (const top of tops) {
      // Below an edge that stays everything stays.
      for (let edge = top; edge >= 0 && first[edge] !== stays; edge = edgeParents[edge] ?? -1) {
        const other = first[edge] ?? nobody;
        if (other === nobody) first[edge] = place;
        else groups.join(place, other);
      }
    }
  }
}

/** Disjoint groups of items. */
class Groups {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, place) => place);
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.#rootOf(a), this.#rootOf(b)];
    // The smaller place leads, so that lanes come out in the order of the plan.
    if (rootA < rootB) this.#parents[rootB] = rootA;
    else this.#parents[rootA] = rootB;
  }

  lists(): readonly (readonly number[])[] {
    const lists = new Map<number, number[]>();
    for (const place of this.#parents.keys()) {
      const root = this.#rootOf(place);
      const list = lists.get(root);
      if (list === undefined) lists.set(root, [place]);
      else list.push(place);
    }
    return [...lists.values()];
  }

  #rootOf(place: number): number {
    let root = place;
    while ((this.#parents[root] ?? root) !== root) {
      const next = this.#parents[root] ?? root;
      this.#parents[root] = this.#parents[next] ?? next;
      root = next;
    }
    return root;
  }
}
