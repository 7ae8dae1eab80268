/** An expected outcome as a value: parsing, planning and checking return this instead of throwing. */
export type Result<T, P> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: P };

/** The good half of a `Result`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The other half of a `Result`: what exactly is wrong, as data. */
export function problem<P>(what: P): { readonly ok: false; readonly problem: P } {
  return { ok: false, problem: what };
}
