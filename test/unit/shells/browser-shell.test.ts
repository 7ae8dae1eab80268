import { once } from 'node:events';

import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { BallastClient } from '#main/shells/composition.ts';

import type { ShellForTest } from './browser-for-test.ts';
import { shellForTest } from './browser-for-test.ts';
import { endpoint } from './fake-views.ts';

let shell: ShellForTest;
beforeEach(async () => (shell = await shellForTest()));
afterEach(() => shell.close());

/** `ws` and the DOM describe the same events with different types. */
function asDomSocket(socket: WebSocket): globalThis.WebSocket {
  return socket as unknown as globalThis.WebSocket;
}

describe('coming in', () => {
  it('exchanges the token for a cookie by a redirect', async () => {
    const { status, headers } = await shell.ask({ path: `/?token=${shell.token}` });
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^ballast-${shell.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
      ) as string,
    ]);
    expect(headers['set-cookie']?.[0]).not.toContain(shell.token);
  });

  it('serves the window to the cookie', async () => {
    const cookie = await shell.comeIn();
    const { status, body, headers } = await shell.ask({ path: '/', headers: { cookie } });
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html><title>Ballast</title>' });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('takes the token once', async () => {
    const cookie = await shell.comeIn();
    const again = await shell.ask({ path: `/?token=${shell.token}` });
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('used already');
    const sameBrowser = await shell.ask({ path: `/?token=${shell.token}`, headers: { cookie } });
    expect(sameBrowser).toMatchObject({ status: 303, headers: { location: '/' } });
  });

  it('does not use the token up for a look with HEAD', async () => {
    const { status } = await shell.ask({ path: `/?token=${shell.token}`, method: 'HEAD' });
    expect(status).toBe(403);
    expect(await shell.comeIn()).not.toBe('');
  });

  it.each(['x', '', 'a'.repeat(43), '%00'])('refuses the token %j', async (token) => {
    const { status, headers } = await shell.ask({ path: `/?token=${token}` });
    expect(status).toBe(403);
    expect(headers['set-cookie']).toBeUndefined();
    expect(await shell.comeIn()).not.toBe('');
  });

  it('explains itself in the language of the browser', async () => {
    const { body } = await shell.ask({ path: '/', headers: { 'accept-language': 'ja-JP,ja;q=0.9' } });
    expect(body).toContain('lang="ja"');
  });
});

describe('refusals over HTTP', () => {
  it.each(['/', '/assets/app-0a1b2c.js', '/images/x'])('%s without the cookie', async (path) => {
    const { status, body } = await shell.ask({ path });
    expect(status).toBe(403);
    expect(body).not.toContain('export');
  });

  it('the token in place of the cookie', async () => {
    const cookie = `ballast-${shell.port}=${shell.token}`;
    expect((await shell.ask({ path: '/', headers: { cookie } })).status).toBe(403);
  });

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.',
    '[::1',
    '127.0.0.1:1:2',
  ])('the host %j, even with cookie or token', async (host) => {
    const cookie = await shell.comeIn();
    const { status } = await shell.ask({ path: '/', headers: { cookie, host } });
    // Node.js itself answers 400 to a request without a host.
    expect([400, 403]).toContain(status);
  });

  it('a wrong host does not use the token up', async () => {
    await shell.ask({ path: `/?token=${shell.token}`, headers: { host: 'evil.example' } });
    expect(await shell.comeIn()).not.toBe('');
  });

  it.each(['localhost', '127.0.0.1:8080', 'LOCALHOST:8080', '[::1]:1'])('not the host %s', async (host) => {
    const cookie = await shell.comeIn();
    expect((await shell.ask({ path: '/', headers: { cookie, host } })).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s from anywhere', async (method) => {
    const cookie = await shell.comeIn();
    const host = `127.0.0.1:${shell.port}`;
    const foreign = { cookie, host, origin: 'http://evil.example' };
    expect((await shell.ask({ path: '/', method, headers: foreign })).status).toBe(403);
    expect((await shell.ask({ path: '/', method, headers: { cookie, host } })).status).toBe(403);
    const own = { cookie, host, origin: `http://${host}` };
    expect((await shell.ask({ path: '/', method, headers: own })).status).toBe(405);
  });

  it.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/..%2f..%2fsecret.html',
    '/..%5csecret.html',
    '/assets/....//secret.html',
    '/.env.js',
    '//secret.html',
    '/%00.html',
    '/%zz.html',
    '/C:/secret.html',
    '/assets',
    'http://127.0.0.1/secret.html',
  ])('the path %s never leaves the window', async (path) => {
    const cookie = await shell.comeIn();
    const { status, body } = await shell.ask({ path, headers: { cookie } });
    expect(body).not.toContain('outside');
    expect(body).not.toContain('hidden');
    if (path !== '/assets') expect([400, 404]).toContain(status);
  });
});

describe('answers', () => {
  it.each(['/', '/nothing.js', `/?token=x`])('%s carries every protecting header', async (path) => {
    const { headers } = await shell.ask({ path, headers: { cookie: await shell.comeIn() } });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it('lets the page talk to its own socket only', async () => {
    const host = 'localhost:4444';
    const { headers } = await shell.ask({ path: '/', headers: { host, cookie: await shell.comeIn() } });
    expect(headers['content-security-policy']).toContain("connect-src 'self' ws://localhost:4444;");
  });

  it('keeps bundles for a year and pages not at all', async () => {
    const cookie = await shell.comeIn();
    const page = await shell.ask({ path: '/', headers: { cookie } });
    const bundle = await shell.ask({ path: '/assets/app-0a1b2c.js', headers: { cookie } });
    expect(page.headers['cache-control']).toBe('no-store');
    expect(bundle.headers['cache-control']).toContain('immutable');
    expect(bundle.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it('gives the window for a place inside the app', async () => {
    const { status, body } = await shell.ask({
      path: '/images/x?y=1',
      headers: { cookie: await shell.comeIn() },
    });
    expect(status).toBe(200);
    expect(body).toContain('<title>Ballast</title>');
  });
});

describe('the socket', () => {
  const own = (cookie: string): Record<string, string> => ({
    cookie,
    origin: `http://127.0.0.1:${shell.port}`,
  });

  it('answers calls and streams', async () => {
    const socket = await shell.openSocket(own(await shell.comeIn()));
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    const client: BallastClient = createORPCClient(new RPCLink({ websocket: asDomSocket(socket) }));
    expect(await client.engines.list({})).toMatchObject({ current: endpoint });
    const kinds: string[] = [];
    for await (const frame of await client.engines.watch({ endpoint })) kinds.push(frame.kind);
    expect(kinds).toEqual(['loading', 'ready']);
    socket.close();
  });

  it.each<[string, (cookie: string) => Record<string, string>, number]>([
    ['without the cookie', () => own(''), 401],
    ['with a cookie of another run', () => own(`ballast-${shell.port}=${'x'.repeat(43)}`), 401],
    ['with the token as the cookie', () => own(`ballast-${shell.port}=${shell.token}`), 401],
    ['without an origin', (cookie) => ({ cookie }), 403],
    ['from another site', (cookie) => ({ cookie, origin: 'http://evil.example' }), 403],
    ['from another port of this machine', (cookie) => ({ cookie, origin: 'http://127.0.0.1:1' }), 403],
    ['from a sandboxed page', (cookie) => ({ cookie, origin: 'null' }), 403],
    ['over https', (cookie) => ({ cookie, origin: `https://127.0.0.1:${shell.port}` }), 403],
    [
      'to a rebound name that matches its origin',
      (cookie) => ({ cookie, host: 'evil.example', origin: 'http://evil.example' }),
      403,
    ],
  ])('is refused %s', async (_, headers, status) => {
    const cookie = await shell.comeIn();
    expect(await shell.openSocket(headers(cookie))).toBe(status);
  });

  it('is nowhere but at /rpc', async () => {
    const headers = own(await shell.comeIn());
    expect(await shell.openSocket(headers, '/')).toBe(404);
    expect(await shell.openSocket(headers, `/rpc?token=${shell.token}`)).toBe(404);
  });

  it('drops who sends too much, and goes on for others', async () => {
    const headers = own(await shell.comeIn());
    const socket = await shell.openSocket(headers);
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    socket.send(Buffer.alloc(17 * 1024 * 1024));
    await once(socket, 'close');
    const other = await shell.openSocket(headers);
    expect(other).toBeInstanceOf(WebSocket);
  });

  it('ends when the shell closes, and the port is free again', async () => {
    const socket = await shell.openSocket(own(await shell.comeIn()));
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    const closed = once(socket, 'close');
    await shell.close();
    const [code] = (await closed) as [number];
    expect(code).toBe(1001);
    await expect(shell.ask({ path: '/' })).rejects.toThrow(/ECONNREFUSED/);
  });
});
