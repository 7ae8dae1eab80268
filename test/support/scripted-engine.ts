import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a script does with one request: it writes whatever bytes it likes to the raw connection, or nothing. */
export type Script = (socket: Socket, path: string) => void;

/** An engine that answers exactly what a test tells it to, byte by byte, on a Unix socket of its own. */
export interface ScriptedEngine {
  readonly url: string;
  readonly socketPath: string;
  /** `GET /v1.51/images/json?all=1`, in the order of their coming. */
  readonly requests: readonly string[];
  /** The same with their headers, as they came. */
  readonly heads: readonly string[];
  /** Later scripts go before earlier ones. */
  on(request: RegExp, script: Script): void;
  /** Cuts every connection and stops listening. */
  stop(): Promise<void>;
}

/** A whole JSON answer. */
export function json(body: unknown, status = 200): Script {
  return raw(JSON.stringify(body), status);
}

/** A whole answer of any text. */
export function raw(body: string, status = 200, headers = ''): Script {
  const head = `HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`;
  return (socket) => void socket.write(head + body);
}

/** The answer to a ping. */
export function ping(apiVersion: string, server = 'Docker/28.5.2 (linux)'): Script {
  return raw('OK', 200, `Api-Version: ${apiVersion}\r\nServer: ${server}\r\n`);
}

/** The head of an answer that comes in chunks; the rest is up to the test. */
export const chunkedHead = 'HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n';

/** One chunk of a chunked answer. */
export function chunk(body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** Starts one; it answers pings as API 1.51 and everything else with 404 until told otherwise. */
export async function startScriptedEngine(): Promise<ScriptedEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-scripted-'));
  const socketPath = join(folder, 'engine.sock');
  const scripts: [RegExp, Script][] = [
    [/^GET \/_ping$/, ping('1.51')],
    [/./, json({ message: 'page not found' }, 404)],
  ];
  const requests: string[] = [];
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.setEncoding('latin1');
    let rest = '';
    socket.on('data', (text: string) => {
      const heads = (rest + text).split('\r\n\r\n');
      rest = heads.pop() ?? '';
      for (const head of heads) {
        const [method = '', path = ''] = head.split(' ');
        received.push(head);
        requests.push(`${method} ${path}`);
        scripts.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1](socket, path);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    url: `unix://${socketPath}`,
    socketPath,
    requests,
    heads: received,
    on: (request, script) => void scripts.unshift([request, script]),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
