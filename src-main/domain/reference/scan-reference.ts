import { problem, ok, type Result } from '../result.ts';
import { checkDigest } from './check-digest.ts';
import { checkRegistry } from './check-registry.ts';
import { checkRepository } from './check-repository.ts';
import { checkTag } from './check-tag.ts';
import type { ReferenceProblem } from './reference.ts';

/** A piece of the text a person typed. */
export interface Span {
  readonly at: number;
  readonly text: string;
}

/** A reference cut into the pieces it was typed in; nothing is filled in yet. */
export interface ReferenceSpans {
  readonly registry: Span | null;
  readonly repository: Span;
  readonly tag: Span | null;
  readonly digest: Span | null;
}

// Control and format characters (zero-width …) too: they come with a paste and cannot be seen.
const invisible = /[\s\p{Cc}\p{Cf}]+/u;
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;
const identifier = /^[0-9a-f]{64}$/;

/** Cuts a text into the parts of a reference and checks each, left to right. */
export function scanReference(text: string): Result<ReferenceSpans, ReferenceProblem> {
  const whole = checkWhole(text);
  if (whole !== null) return problem(whole);
  const spans = cut(text);
  const wrong =
    (spans.registry === null ? null : checkRegistry(spans.registry)) ??
    checkRepository(spans.repository, text) ??
    (spans.tag === null ? null : checkTag(spans.tag)) ??
    (spans.digest === null ? null : checkDigest(spans.digest));
  return wrong === null ? ok(spans) : problem(wrong);
}

function checkWhole(text: string): ReferenceProblem | null {
  if (text === '') return { code: 'empty', at: 0, length: 0 };
  const gap = invisible.exec(text);
  if (gap !== null) return { code: 'whitespace', at: gap.index, length: gap[0].length };
  const prefix = scheme.exec(text);
  if (prefix !== null) return { code: 'scheme', at: 0, length: prefix[0].length };
  if (identifier.test(text)) return { code: 'identifier', at: 0, length: text.length };
  return null;
}

function cut(text: string): ReferenceSpans {
  const sign = text.indexOf('@');
  const named = sign < 0 ? text : text.slice(0, sign);
  const slash = named.indexOf('/');
  const head = named.slice(0, Math.max(slash, 0));
  const start = slash >= 0 && namesRegistry(head) ? slash + 1 : 0;
  // A path has no colon, so the first one begins the tag.
  const colon = named.indexOf(':', start);
  // `[::1]` alone would be cut inside the address.
  const pathEnd = colon < 0 || isBareAddress(named) ? named.length : colon;
  return {
    registry: start === 0 ? null : { at: 0, text: head },
    repository: { at: start, text: named.slice(start, pathEnd) },
    tag: pathEnd === named.length ? null : { at: colon + 1, text: named.slice(colon + 1) },
    digest: sign < 0 ? null : { at: sign + 1, text: text.slice(sign + 1) },
  };
}

function isBareAddress(named: string): boolean {
  return named.startsWith('[') && !named.includes('/');
}

/**
 * Whether the part before the first slash is a registry, not the first component of a path.
 * Source: distribution/reference `normalize.go`, `splitDockerDomain`: a dot, a colon, an upper-case letter or `localhost`.
 */
export function namesRegistry(head: string): boolean {
  return head === 'localhost' || /[.:A-Z]/.test(head);
}
