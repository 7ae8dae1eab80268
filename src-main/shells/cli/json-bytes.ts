import type { MaybeBytes } from '../../domain/unknown.ts';
import { isKnown } from '../../domain/unknown.ts';

/** Bytes as the JSON of the command line has them: unknown is `null`. */
export function jsonBytes(bytes: MaybeBytes): number | null {
  return isKnown(bytes) ? bytes : null;
}
