import { firstMismatch } from './first-mismatch.ts';
import type { ReferenceProblem } from './reference.ts';
import type { Span } from './scan-reference.ts';

const maxLength = 128;

/** What is wrong with a tag. Source: distribution/reference `regexp.go`, `TagRegexp`. */
export function checkTag({ at, text }: Span): ReferenceProblem | null {
  if (text === '') return { code: 'tag-empty', at: at - 1, length: 1 };
  const odd = firstMismatch(text, /[A-Za-z0-9_.-]/);
  if (odd !== null) return { code: 'tag-character', at: at + odd.at, length: odd.length };
  if (/^[.-]/.test(text)) return { code: 'tag-start', at, length: 1 };
  if (text.length > maxLength) {
    return { code: 'tag-too-long', at: at + maxLength, length: text.length - maxLength };
  }
  return null;
}
