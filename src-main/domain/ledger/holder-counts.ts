/** Where one image counts: a place in a forest, and by how much. */
interface CountAt {
  readonly at: number;
  readonly by: number;
}

/**
 * Where an image counts, so that summing from the leaves down counts it once on everything it stands on: +1 at each of
 * its tops, and -1 where the path of a further top joins a path already counted.
 * Shape:   `parents` is a forest in which a parent has a smaller index than its children and -1 is below the bottom.
 */
export function countsOfTops(tops: readonly number[], parents: Int32Array): readonly CountAt[] {
  const [only = -1] = tops;
  if (tops.length === 1) return only < 0 ? [] : [{ at: only, by: 1 }];
  const counts: CountAt[] = [];
  const held = new Set<number>();
  for (const top of tops) {
    if (top < 0 || held.has(top)) continue;
    counts.push({ at: top, by: 1 });
    const joint = climb(top, parents, held);
    if (joint >= 0) counts.push({ at: joint, by: -1 });
  }
  return counts;
}

/** Marks a path from its top as held, and tells where it meets one that already was; -1 when it does not. */
function climb(top: number, parents: Int32Array, held: Set<number>): number {
  let node = top;
  while (node >= 0 && !held.has(node)) {
    held.add(node);
    node = parents[node] ?? -1;
  }
  return node;
}

/** Adds every count to all that lies below it, in place. */
export function sumDownwards(counts: Int32Array, parents: Int32Array): void {
  for (let node = counts.length - 1; node >= 0; node -= 1) {
    const parent = parents[node] ?? -1;
    if (parent >= 0) counts[parent] = (counts[parent] ?? 0) + (counts[node] ?? 0);
  }
}
