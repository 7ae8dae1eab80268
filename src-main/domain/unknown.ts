/**
 * What an engine did not compute. A value of its own: never 0, never -1, never null.
 * Source: Engine API, `SharedSize: -1` and `Containers: -1` ("not calculated").
 */
export type Unknown = 'unknown';

/** The one value of `Unknown`. */
export const unknown: Unknown = 'unknown';

/** A number of bytes that may be unknown. */
export type MaybeBytes = number | Unknown;

/** Whether a value is known, narrowing its type. */
export function isKnown<T>(value: T | Unknown): value is Exclude<T, Unknown> {
  return value !== unknown;
}

/** `a + b`; unknown as soon as one of them is. */
export function addBytes(a: MaybeBytes, b: MaybeBytes): MaybeBytes {
  return isKnown(a) && isKnown(b) ? a + b : unknown;
}

/** `a - b`; unknown as soon as one of them is. */
export function subtractBytes(a: MaybeBytes, b: MaybeBytes): MaybeBytes {
  return isKnown(a) && isKnown(b) ? a - b : unknown;
}
