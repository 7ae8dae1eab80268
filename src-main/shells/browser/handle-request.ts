import type { IncomingMessage, ServerResponse } from 'node:http';

import { readAsset } from '../web-assets.ts';
import { contentSecurityPolicy, hardeningHeaders } from '../window-security.ts';
import type { AccessGate } from './access-gate.ts';
import type { DevProxy } from './dev-proxy.ts';
import type { Refusal } from './refusal-page.ts';
import { refusalPage, refusalPolicy } from './refusal-page.ts';
import { isOwnOrigin, isTrustedHost } from './trusted-request.ts';

/** What the shell needs to answer. */
export interface BrowserSite {
  readonly gate: AccessGate;
  readonly hostnames: ReadonlySet<string>;
  /** Folder of the built window. */
  readonly directory: string;
  /** Vite's development server instead of the folder; null outside `npm run dev`. */
  readonly devProxy: DevProxy | null;
}

/** Answers one HTTP request. Errors: none; what may not be answered gets a refusal. */
export async function handleRequest(
  site: BrowserSite,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isTrustedHost(request, site.hostnames))
    return refuse(request, response, { status: 403, refusal: 'host' });
  const method = request.method ?? '';
  if (method !== 'GET' && method !== 'HEAD') {
    // Nothing here changes anything over HTTP; the order of the checks only decides what is said.
    const status = isOwnOrigin(request) && site.gate.hasSession(request) ? 405 : 403;
    return send(response, { status, headers: { allow: 'GET, HEAD' } });
  }
  const url = parseTarget(request.url);
  if (url === null) return send(response, { status: 400 });
  const token = url.searchParams.get('token');
  if (token !== null) return exchangeToken(site, { request, response, token });
  if (!site.gate.hasSession(request))
    return refuse(request, response, { status: 403, refusal: 'no-session' });
  if (site.devProxy !== null) return site.devProxy.forward(request, response);
  await sendAsset(site, { request, response, path: url.pathname });
}

function exchangeToken(
  site: BrowserSite,
  { request, response, token }: { request: IncomingMessage; response: ServerResponse; token: string },
): void {
  // A reload of the first page, or a second tab of the same browser.
  if (site.gate.hasSession(request)) return send(response, { status: 303, headers: { location: '/' } });
  // A look with HEAD (a link preview) must not use the token up.
  const outcome = request.method === 'GET' ? site.gate.exchange(token) : 'wrong';
  if (outcome === 'wrong') return refuse(request, response, { status: 403, refusal: 'token-wrong' });
  if (outcome === 'used') return refuse(request, response, { status: 403, refusal: 'token-used' });
  send(response, { status: 303, headers: { location: '/', 'set-cookie': outcome.cookie } });
}

async function sendAsset(
  site: BrowserSite,
  { request, response, path }: { request: IncomingMessage; response: ServerResponse; path: string },
): Promise<void> {
  const asset = await readAsset(site.directory, path);
  if (asset === null) {
    if (path === '/') return refuse(request, response, { status: 503, refusal: 'not-built' });
    return send(response, { status: 404 });
  }
  const host = request.headers.host ?? '';
  send(response, {
    status: 200,
    headers: {
      'content-type': asset.contentType,
      'cache-control': asset.cacheControl,
      // Older browsers do not count a WebSocket to the same place as 'self'.
      'content-security-policy': contentSecurityPolicy([`ws://${host}`]),
    },
    body: asset.body,
  });
}

/** The path and query of a request line; absolute forms and nonsense are not for us. */
function parseTarget(target: string | undefined): URL | null {
  if (target?.startsWith('/') !== true || target.startsWith('//')) return null;
  return URL.parse(target, 'http://ballast.invalid');
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, refusal }: { readonly status: number; readonly refusal: Refusal },
): void {
  send(response, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': refusalPolicy },
    body: refusalPage(refusal, request.headers['accept-language']),
  });
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    ...hardeningHeaders,
    ...headers,
    'content-length': String(body === undefined ? 0 : Buffer.byteLength(body)),
  });
  // Node.js itself leaves the body out of an answer to HEAD.
  response.end(body);
}
