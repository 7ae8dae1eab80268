import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { AppError } from '../../domain/app-error.ts';
import type { BallastRouter } from '../composition.ts';
import { AccessGate } from './access-gate.ts';
import { DevProxy } from './dev-proxy.ts';
import { handleRequest } from './handle-request.ts';
import { RpcSocket } from './rpc-socket.ts';
import { trustedHostnames } from './trusted-request.ts';

/** Where and what to serve. */
export interface BrowserShellOptions {
  readonly router: BallastRouter;
  /** Folder of the built window. */
  readonly directory: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** URL of Vite's development server; outside `npm run dev` there is none. */
  readonly devServer?: string | undefined;
}

/** A browser shell that runs. */
export interface BrowserShell {
  /** Where to go in, once. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the window and its socket. Errors: `usage.invalid` when it cannot listen there. */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const server = createServer();
  const port = await listen(server, options);
  const gate = new AccessGate(port);
  const site = {
    gate,
    hostnames: trustedHostnames(options.host),
    directory: options.directory,
    devProxy: options.devServer === undefined ? null : new DevProxy(options.devServer),
  };
  const rpc = new RpcSocket(options.router, site);
  server.on('request', (request, response) => {
    handleRequest(site, request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => rpc.upgrade(request, socket, head));
  server.on('connection', (socket) => socket.setKeepAlive(true, 60_000));
  return {
    url: `http://${urlHost(options.host)}:${port}/?token=${gate.token}`,
    port,
    close: async () => {
      rpc.close();
      await closeServer(server);
    },
  };
}

function listen(server: Server, { host, port }: BrowserShellOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new AppError('usage.invalid', { subject: `${host}:${port}`, detail: cause.message, cause }));
    });
    // With an address of its own kind, `address()` is an object.
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** What to write into a URL for the address that is listened on; "everywhere" is reached at the loopback address. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Half-sent answers get a moment to end.
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  });
}
