import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';

/** What must be known to tell which images go together. */
export interface GroupFacts {
  readonly snapshot: EngineSnapshot;
  /** Images that may be chosen. */
  readonly eligible: ReadonlySet<ImageId>;
  /** Untagged steps that may go along once nothing else needs them. */
  readonly goesAlong: (id: ImageId) => boolean;
}

/**
 * Which images go together, by their place in the snapshot.
 * Shape:   parallel arrays; -1 is no parent.
 */
export interface RegretGroups {
  readonly parents: Int32Array;
  /** How many images were built on each. */
  readonly childCounts: Int32Array;
  /** 1 for an untagged step that may go along. */
  readonly goesAlong: Uint8Array;
  /** What must be chosen with each image, itself first; null for an image that cannot be chosen. */
  readonly groups: readonly (readonly number[] | null)[];
  /** Images that cannot be chosen without it. */
  readonly neededBy: readonly (readonly number[])[];
}

const nobody: readonly number[] = [];

/**
 * For each image that can be chosen, what must be chosen with it: everything built on it. Steps in between are not named,
 * for they go along by themselves; an image of which something must stay cannot be chosen.
 */
export function regretGroups({ snapshot, eligible, goesAlong }: GroupFacts): RegretGroups {
  const { images } = snapshot;
  const places = new Map(images.map(({ id }, place) => [id, place]));
  const parents = Int32Array.from(images, ({ id, parentId }) =>
    parentId === null || parentId === id ? -1 : (places.get(parentId) ?? -1),
  );
  const childCounts = new Int32Array(images.length);
  const children = new Map<number, number[]>();
  for (const [place, parent] of parents.entries()) {
    if (parent < 0) continue;
    childCounts[parent] = (childCounts[parent] ?? 0) + 1;
    children.set(parent, [...(children.get(parent) ?? []), place]);
  }
  const along = Uint8Array.from(images, ({ id }, place) =>
    (childCounts[place] ?? 0) > 0 && goesAlong(id) ? 1 : 0,
  );
  const isEligible = Uint8Array.from(images, ({ id }) => (eligible.has(id) ? 1 : 0));
  const groups = images.map((_, place) => {
    if (isEligible[place] === 0) return null;
    return children.has(place) ? groupOf(place, { children, isEligible, along }) : [place];
  });
  return { parents, childCounts, goesAlong: along, groups, neededBy: neededBy(groups) };
}

function groupOf(
  place: number,
  facts: { children: ReadonlyMap<number, readonly number[]>; isEligible: Uint8Array; along: Uint8Array },
): readonly number[] | null {
  const group = [place];
  const seen = new Set([place]);
  const open = [...(facts.children.get(place) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (facts.isEligible[next] === 1) group.push(next);
    else if (facts.along[next] === 0) return null;
    open.push(...(facts.children.get(next) ?? []));
  }
  return group;
}

function neededBy(groups: RegretGroups['groups']): readonly (readonly number[])[] {
  const lists: (readonly number[])[] = groups.map(() => nobody);
  for (const [place, group] of groups.entries()) {
    for (const member of group ?? nobody) {
      if (member !== place) lists[member] = [...(lists[member] ?? nobody), place];
    }
  }
  return lists;
}
