import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';

import type { BallastRouter } from '../composition.ts';
import type { BrowserSite } from './handle-request.ts';
import { isOwnOrigin, isTrustedHost } from './trusted-request.ts';

/** A plan of 10,000 hand-picked images is 2.5 MB; nothing a window says is larger than a few of them. */
const largestMessageBytes = 16 * 1024 * 1024;

/** The one socket of the window, at `/rpc`. */
export class RpcSocket {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessageBytes,
    perMessageDeflate: false,
  });
  readonly #handler: RPCHandler<Record<never, never>>;
  readonly #site: BrowserSite;

  constructor(router: BallastRouter, site: BrowserSite) {
    this.#handler = new RPCHandler(router);
    this.#site = site;
  }

  /** Lets a socket in, or says why not and closes it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until `ws` takes over, a reset by the other side would otherwise end the program.
    socket.on('error', () => socket.destroy());
    const { gate, hostnames, devProxy } = this.#site;
    if (!isTrustedHost(request, hostnames) || !isOwnOrigin(request)) return deny(socket, '403 Forbidden');
    if (!gate.hasSession(request)) return deny(socket, '401 Unauthorized');
    if (devProxy?.isHotReload(request) === true) return devProxy.forwardSocket(request, socket, head);
    if (request.url !== '/rpc') return deny(socket, '404 Not Found');
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      // Too large a message or a broken frame: `ws` closes the socket by itself, the error is only to be known.
      webSocket.on('error', () => webSocket.terminate());
      void this.#handler.upgrade(webSocket, { context: {} });
    });
  }

  close(): void {
    for (const client of this.#server.clients) {
      client.close(1001);
      // Whoever does not answer the farewell is not waited for.
      setTimeout(() => client.terminate(), 500).unref();
    }
    this.#server.close();
  }
}

function deny(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
