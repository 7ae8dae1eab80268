import { firstMismatch } from './first-mismatch.ts';
import type { ReferenceProblem } from './reference.ts';
import type { Span } from './scan-reference.ts';

const algorithmPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*$/;

/** Hex digits of each algorithm engines know. Source: opencontainers/go-digest `algorithm.go`. */
const hexLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/**
 * What is wrong with a digest, `algorithm:hex`.
 * Source: distribution/reference `regexp.go`, `DigestRegexp`, and what go-digest refuses after it.
 */
export function checkDigest({ at, text }: Span): ReferenceProblem | null {
  if (text === '') return { code: 'digest-empty', at: at - 1, length: 1 };
  const colon = text.indexOf(':');
  const algorithm = colon < 0 ? text : text.slice(0, colon);
  if (colon < 0) return { code: 'digest-algorithm', at, length: text.length };
  if (!algorithmPattern.test(algorithm)) {
    return { code: 'digest-algorithm', at, length: Math.max(algorithm.length, 1) };
  }
  const expected = hexLengths.get(algorithm);
  if (expected === undefined) return { code: 'digest-unsupported', at, length: algorithm.length };
  return checkHex({ at: at + colon + 1, text: text.slice(colon + 1) }, expected);
}

function checkHex({ at, text }: Span, expected: number): ReferenceProblem | null {
  const odd = firstMismatch(text, /[0-9a-fA-F]/);
  if (odd !== null) return { code: 'digest-character', at: at + odd.at, length: odd.length };
  const upper = /[A-F]+/.exec(text);
  if (upper !== null) return { code: 'digest-uppercase', at: at + upper.index, length: upper[0].length };
  if (text.length > expected) {
    return { code: 'digest-length', at: at + expected, length: text.length - expected };
  }
  if (text.length === 0) return { code: 'digest-length', at: at - 1, length: 1 };
  return text.length < expected ? { code: 'digest-length', at, length: text.length } : null;
}
