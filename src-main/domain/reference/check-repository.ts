import { expandHubName } from './docker-hub.ts';
import { firstMismatch } from './first-mismatch.ts';
import type { ReferenceProblem } from './reference.ts';
import type { Span } from './scan-reference.ts';

const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const maxLength = 255;

/**
 * What is wrong with a repository: components of lower-case letters and digits, divided by slashes; inside them
 * single `.`, `_`, `__` or any number of `-`.
 * Source: distribution/reference `regexp.go`, `pathComponent`; length: `RepositoryNameTotalLengthMax`.
 */
export function checkRepository(span: Span, whole: string): ReferenceProblem | null {
  if (span.text === '') return missing(span.at, whole);
  if (span.text.startsWith('[') && !whole.includes('/')) {
    return { code: 'repository-missing', at: 0, length: span.text.length };
  }
  let start = span.at;
  for (const text of span.text.split('/')) {
    const wrong = text === '' ? emptyComponent(start, whole) : checkComponent({ at: start, text });
    if (wrong !== null) return wrong;
    start += text.length + 1;
  }
  return checkLength(span, whole);
}

/** Shown by the sign that stands where the repository should: the slash before it, or the `:` or `@` behind it. */
function missing(at: number, whole: string): ReferenceProblem {
  const sign = at < whole.length ? at : at - 1;
  return { code: 'repository-missing', at: Math.max(sign, 0), length: 1 };
}

function emptyComponent(at: number, whole: string): ReferenceProblem {
  const start = at > 0 && whole[at - 1] === '/' ? at - 1 : at;
  const end = whole[at] === '/' ? at + 1 : at;
  return { code: 'component-empty', at: start, length: end - start };
}

function checkComponent({ at, text }: Span): ReferenceProblem | null {
  if (component.test(text)) return null;
  const odd = firstMismatch(text, /[a-z0-9._-]/);
  if (odd !== null) {
    const upper = /^[A-Z]+/.exec(text.slice(odd.at));
    if (upper !== null) return { code: 'repository-uppercase', at: at + odd.at, length: upper[0].length };
    return { code: 'repository-character', at: at + odd.at, length: odd.length };
  }
  const first = /^[._-]+/.exec(text) ?? /[._-]+$/.exec(text);
  if (first !== null) return { code: 'separator-edge', at: at + first.index, length: first[0].length };
  return doubleSeparator({ at, text });
}

function doubleSeparator({ at, text }: Span): ReferenceProblem | null {
  for (const run of text.matchAll(/[._-]+/g)) {
    if (!/^(?:[._]|__|-+)$/.test(run[0])) {
      return { code: 'separator-double', at: at + run.index, length: run[0].length };
    }
  }
  return null;
}

/** Counts what is filled in as well: `library/` belongs to the repository. */
function checkLength({ at, text }: Span, whole: string): ReferenceProblem | null {
  const registry = at === 0 ? null : whole.slice(0, at - 1);
  const { repository } = expandHubName(registry, text);
  if (repository.length <= maxLength) return null;
  const fits = maxLength - (repository.length - text.length);
  return { code: 'repository-too-long', at: at + fits, length: text.length - fits };
}
