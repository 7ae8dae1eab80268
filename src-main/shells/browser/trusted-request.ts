import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address to listen on can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return loopbackNames.has(host) || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Names under which the shell may be asked for: the loopback names, and the address it listens on if that is another
 * one. Everything else is somebody's domain that was pointed at this machine (DNS rebinding).
 */
export function trustedHostnames(listenHost: string): ReadonlySet<string> {
  const names = new Set(loopbackNames);
  const isEverywhere = listenHost === '0.0.0.0' || listenHost === '::';
  const addresses = isEverywhere
    ? Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? [])
    : [listenHost];
  for (const address of addresses) names.add(address.includes(':') ? `[${address.split('%')[0]}]` : address);
  return names;
}

/**
 * Whether the Host header names this machine. The port is free: through `ssh -L 8080:…` it is another one than ours,
 * and a rebound name gives itself away by the name.
 */
export function isTrustedHost(request: IncomingMessage, hostnames: ReadonlySet<string>): boolean {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::\d{1,5})?$/.exec(request.headers.host ?? '');
  return match?.[1] !== undefined && hostnames.has(match[1].toLowerCase());
}

/** Whether the page that asks is the page this shell served: its origin is the very host that was asked. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host ?? ''}`;
}
