/** Edges of a forest, with the sum up to and with each one. NaN is unknown. */
interface EdgeSums {
  /** A parent has a smaller index than its children; -1 is below the bottom. */
  readonly parents: Int32Array;
  readonly bytes: Float64Array;
  readonly sums: Float64Array;
}

/**
 * What each edge counts for in a lower bound on what a removal frees. A known edge counts its bytes. An unknown one can
 * count more than nothing: its sum P is at most U, the least sum known above it, and taking U for P everywhere is safe.
 * Proof:   what goes is closed upwards (with an edge goes all that stands on it), so in the total over what goes, P of an
 *          unknown fork is counted once if it goes itself and taken off once for each child that goes. That is at most
 *          zero times in the balance, unless nothing known stands on it, and then it counts for nothing here.
 *          U never shrinks upwards, so no floor is negative. What stays of it after taking off whole paths from the
 *          bottom is closed upwards as well.
 */
export function edgeFloors({ parents, bytes, sums }: EdgeSums): Float64Array {
  const atMost = greatestSums({ parents, bytes, sums });
  return bytes.map((known, edge) => {
    if (!Number.isNaN(known)) return known;
    const own = atMost[edge] ?? 0;
    const parent = parents[edge] ?? -1;
    const below = parent < 0 ? 0 : (atMost[parent] ?? 0);
    return Number.isFinite(own) ? Math.max(0, own - below) : 0;
  });
}

/** U of every edge: its sum where that is known; infinite where nothing bounds it. Known edges carry it both ways. */
function greatestSums({ parents, bytes, sums }: EdgeSums): Float64Array {
  const atMost = sums.map((sum) => (Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum));
  for (let edge = parents.length - 1; edge >= 0; edge -= 1) {
    const parent = parents[edge] ?? -1;
    if (parent < 0 || !Number.isNaN(sums[parent] ?? 0)) continue;
    const known = bytes[edge] ?? Number.NaN;
    const below = (atMost[edge] ?? 0) - (Number.isNaN(known) ? 0 : known);
    atMost[parent] = Math.min(atMost[parent] ?? 0, below);
  }
  for (let edge = 0; edge < parents.length; edge += 1) {
    const known = bytes[edge] ?? Number.NaN;
    if (!Number.isNaN(sums[edge] ?? 0) || Number.isNaN(known)) continue;
    const parent = parents[edge] ?? -1;
    const below = parent < 0 ? 0 : (atMost[parent] ?? 0);
    atMost[edge] = Math.min(atMost[edge] ?? 0, below + known);
  }
  return atMost;
}
