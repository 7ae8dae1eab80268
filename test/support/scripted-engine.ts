import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What a script does with one request: it writes whatever bytes it likes to the raw connection, or nothing. It begins when
 * the head is there; `sent` is the body, once all of it is.
 */
export type Script = (socket: Socket, path: string, sent?: Promise<string>) => void;

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

/** A whole answer in chunks, one JSON value a line. */
export function lines(...values: readonly unknown[]): Script {
  return (socket) => {
    socket.write(chunkedHead);
    for (const value of values) socket.write(chunk(`${JSON.stringify(value)}\r\n`));
    socket.write(lastChunk);
  };
}

const lastChunk = '0\r\n\r\n';

/** What was sent in chunks. */
function unchunked(body: string): string {
  let text = '';
  for (let at = 0; at < body.length;) {
    const from = body.indexOf('\r\n', at) + 2;
    const length = Number.parseInt(body.slice(at, from), 16);
    text += body.slice(from, from + length);
    at = from + length + 2;
  }
  return text;
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
    let body: ((sent: string) => void) | null = null;
    /** Takes one head or one body off what has come; false when it is not all there. */
    const takeOne = (): boolean => {
      const isBody = body !== null && !rest.startsWith(lastChunk);
      const end = rest.indexOf(isBody ? `\r\n${lastChunk}` : '\r\n\r\n');
      if (end < 0) return false;
      const taken = rest.slice(0, end);
      rest = rest.slice(end + (isBody ? `\r\n${lastChunk}`.length : 4));
      if (body !== null) {
        body(unchunked(taken));
        body = null;
        return true;
      }
      const [method = '', path = ''] = taken.split(' ');
      received.push(taken);
      requests.push(`${method} ${path}`);
      const { promise, resolve } = Promise.withResolvers<string>();
      if (/^transfer-encoding: chunked$/im.test(taken)) body = resolve;
      else resolve('');
      scripts.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1](socket, path, promise);
      return true;
    };
    socket.on('data', (text: string) => {
      rest += text;
      while (takeOne());
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
