import { AppError } from '../../domain/app-error.ts';
import { problem, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { redact } from './redact.ts';

/** Where an engine listens. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number | null; readonly secure: boolean }
  | { readonly kind: 'ssh'; readonly destination: string };

const socketSchemes = ['unix://', 'npipe://', 'fd://'];

/**
 * Reads the URL of an engine: `unix://`, `npipe://`, `tcp://`, `http://`, `https://`, `ssh://` or a plain path.
 * The problem is a sentence for the person who wrote the URL.
 */
export function parseEngineUrl(url: string): Result<EngineAddress, string> {
  const text = url.trim();
  if (text === '') return problem('the engine address is empty');
  if (text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text) || text.startsWith('\\\\.\\pipe\\')) {
    return ok({ kind: 'socket', path: text });
  }
  const scheme = socketSchemes.find((known) => text.startsWith(known));
  if (scheme !== undefined) return socketAddress(scheme, text.slice(scheme.length));
  return URL.canParse(text)
    ? networkAddress(new URL(text))
    : problem(`not an engine address: ${redact(text)}`);
}

/** Like `parseEngineUrl`, for whoever cannot go on with a wrong one. */
export function mustParseEngineUrl(url: string): EngineAddress {
  const parsed = parseEngineUrl(url);
  if (!parsed.ok) throw new AppError('usage.invalid', { subject: redact(url), detail: parsed.problem });
  return parsed.value;
}

function socketAddress(scheme: string, path: string): Result<EngineAddress, string> {
  if (scheme === 'fd://')
    return problem('fd:// is for engines that are started by systemd, not for their clients');
  if (path === '') return problem(`${scheme} needs a path`);
  if (scheme === 'unix://' && !path.startsWith('/')) return problem('the path of a socket begins with /');
  return ok({ kind: 'socket', path });
}

function networkAddress(url: URL): Result<EngineAddress, string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') return problem('the address names no host');
  if (url.protocol === 'ssh:') return ok({ kind: 'ssh', destination: destination(url) });
  if (!['tcp:', 'http:', 'https:'].includes(url.protocol)) {
    return problem(`${url.protocol}// is no way to reach an engine`);
  }
  if (url.username !== '' || url.password !== '')
    return problem('an engine address takes no user or password');
  if (!['', '/'].includes(url.pathname)) return problem('an engine address takes no path behind the host');
  const secure = url.protocol === 'https:';
  return ok({ kind: 'tcp', host, port: portOf(url), secure });
}

/** null: whatever is usual for `tcp://`, which depends on whether there are certificates. */
function portOf(url: URL): number | null {
  if (url.port !== '') return Number(url.port);
  if (url.protocol === 'http:') return 80;
  return url.protocol === 'https:' ? 443 : null;
}

/** What `ssh` takes: the user stays, a password does not. */
function destination(url: URL): string {
  const user = url.username === '' ? '' : `${url.username}@`;
  return `${user}${url.hostname}${url.port === '' ? '' : ` -p ${url.port}`}`;
}
