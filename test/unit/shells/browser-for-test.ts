import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { WebSocket } from 'ws';

import type { BrowserShell } from '#main/shells/browser/start-browser-shell.ts';
import { startBrowserShell } from '#main/shells/browser/start-browser-shell.ts';

import { fakeCore, fakeRouter } from './fake-core.ts';

/** An answer as it came over the wire. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request; nothing is normalised on the way, so that a path can climb and a host can lie. */
interface Ask {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser shell that runs, and what a test needs to talk to it. */
export interface ShellForTest extends BrowserShell {
  readonly token: string;
  ask(what: Ask): Promise<Answer>;
  /** Comes in with the token and answers with the cookie header. */
  comeIn(): Promise<string>;
  /** Opens the socket; answers with it, or with the status of the refusal. */
  openSocket(headers: Readonly<Record<string, string>>, path?: string): Promise<WebSocket | number>;
}

/** Starts a browser shell over a fake core and a small built window. */
export async function shellForTest(): Promise<ShellForTest> {
  const parent = mkdtempSync(join(tmpdir(), 'ballast-'));
  const directory = join(parent, 'renderer');
  mkdirSync(join(directory, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.html'), 'outside');
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Ballast</title>');
  writeFileSync(join(directory, '.env.js'), 'hidden');
  writeFileSync(join(directory, 'assets', 'app-0a1b2c.js'), 'export {};');
  const shell = await startBrowserShell({
    router: fakeRouter(fakeCore()),
    directory,
    host: '127.0.0.1',
    port: 0,
  });
  const token = new URL(shell.url).searchParams.get('token') ?? '';
  const ask = (what: Ask): Promise<Answer> => askPort(shell.port, what);
  return {
    ...shell,
    token,
    ask,
    comeIn: async () => {
      const { headers } = await ask({ path: `/?token=${token}` });
      return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    },
    openSocket: (headers, path = '/rpc') => openSocket(`ws://127.0.0.1:${shell.port}${path}`, headers),
  };
}

function askPort(port: number, { path, method = 'GET', headers = {} }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function openSocket(url: string, headers: Readonly<Record<string, string>>): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    socket.on('error', reject);
  });
}
