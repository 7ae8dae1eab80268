import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Hands requests on to Vite's development server, so that page, cookie and socket stay on one origin while files
 * reload hot. Only under `npm run dev`; Vite's inline styles need a looser policy than the product's, so none is set.
 */
export class DevProxy {
  readonly #target: URL;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  forward(request: IncomingMessage, response: ServerResponse): void {
    const options = { method: request.method, headers: { ...request.headers, host: this.#target.host } };
    const outgoing = httpRequest(new URL(request.url ?? '/', this.#target), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.writeHead(502).end());
    request.pipe(outgoing);
  }

  /** Vite's own socket for hot reload. */
  isHotReload(request: IncomingMessage): boolean {
    return /^vite-(?:hmr|ping)$/.test(request.headers['sec-websocket-protocol'] ?? '');
  }

  forwardSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const upstream = connect(Number(this.#target.port), this.#target.hostname, () => {
      const headers = Object.entries({
        ...request.headers,
        host: this.#target.host,
        origin: this.#target.origin,
      });
      const lines = headers.map(([name, value]) => `${name}: ${String(value)}`);
      upstream.write([`GET ${request.url ?? '/'} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    socket.on('close', () => upstream.destroy());
  }
}
