import { firstMismatch } from './first-mismatch.ts';
import type { ReferenceProblem } from './reference.ts';
import type { Span } from './scan-reference.ts';

const label = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

/**
 * What is wrong with a registry: `host[:port]`, the host a domain name, an IPv4 address or an IPv6 address in brackets.
 * Source: distribution/reference `regexp.go`, `DomainRegexp`. Stricter in one place: the engine lets `my_host.local/app`
 * through as a path without a registry; no registry can have that name.
 */
export function checkRegistry({ at, text }: Span): ReferenceProblem | null {
  if (text.startsWith('[')) return checkAddress({ at, text });
  const colon = text.indexOf(':');
  if (colon < 0) return checkHost({ at, text });
  if (text.indexOf(':', colon + 1) >= 0) return { code: 'ipv6-brackets', at, length: text.length };
  return (
    checkHost({ at, text: text.slice(0, colon) }) ?? checkPort({ at: at + colon, text: text.slice(colon) })
  );
}

function checkAddress({ at, text }: Span): ReferenceProblem | null {
  const end = text.indexOf(']');
  const address = end < 0 ? text : text.slice(0, end + 1);
  // As generous as the grammar: hex digits and colons in any order.
  if (!/^\[[0-9a-fA-F:]+\]$/.test(address)) return { code: 'ipv6-address', at, length: address.length };
  return checkPort({ at: at + address.length, text: text.slice(address.length) });
}

/** `text` is empty or begins with the colon. */
function checkPort({ at, text }: Span): ReferenceProblem | null {
  if (text === '' || /^:[0-9]+$/.test(text)) return null;
  return { code: 'registry-port', at, length: text.length };
}

function checkHost({ at, text }: Span): ReferenceProblem | null {
  const odd = firstMismatch(text, /[a-zA-Z0-9.-]/);
  if (odd !== null) return { code: 'registry-character', at: at + odd.at, length: odd.length };
  let start = at;
  for (const part of text.split('.')) {
    if (!label.test(part)) return labelProblem(part, start, at + text.length);
    start += part.length + 1;
  }
  return null;
}

/** An empty label is shown by the dot beside it. */
function labelProblem(part: string, start: number, hostEnd: number): ReferenceProblem {
  if (part !== '') return { code: 'registry-label', at: start, length: part.length };
  return { code: 'registry-label', at: start < hostEnd ? start : Math.max(start - 1, 0), length: 1 };
}
