/**
 * A promise about bytes: the exact number, or a number that is certainly reached where a part is unknown.
 * Shape:   one of the two keys, as in the command line's JSON.
 */
export type ByteBound = { readonly exact: number } | { readonly atLeast: number };

/** The number of a bound, whichever kind it is. */
export function boundBytes(bound: ByteBound): number {
  return 'exact' in bound ? bound.exact : bound.atLeast;
}

/** Whether a bound is exact. */
export function isExact(bound: ByteBound): bound is { readonly exact: number } {
  return 'exact' in bound;
}

/** The sum of two bounds: exact only when both are. */
export function addBounds(a: ByteBound, b: ByteBound): ByteBound {
  const sum = boundBytes(a) + boundBytes(b);
  return isExact(a) && isExact(b) ? { exact: sum } : { atLeast: sum };
}
