import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';

type Link = ClientLink<ClientContext>;

/** Where the window stands with its core. */
export type ChannelState = 'connecting' | 'open' | 'lost';

/** The way to the core, whichever shell the window runs in. */
export interface Channel {
  readonly link: Link;
  /** Told at once and after every change; answers with a function that ends it. */
  watch(onState: (state: ChannelState) => void): () => void;
}

const longestPauseMs = 8_000;

/** Electron hands over one MessagePort; a browser opens a WebSocket to where the page came from. */
export function openChannel(): Channel {
  return isElectron() ? openPortChannel() : openSocketChannel(socketUrl(location));
}

/** Address of the core's socket for a page at `place`. */
export function socketUrl(place: { readonly protocol: string; readonly host: string }): string {
  return `${place.protocol === 'https:' ? 'wss' : 'ws'}://${place.host}/rpc`;
}

/** How long to wait before the next try: doubles, bounded. */
export function pauseBeforeTry(failures: number): number {
  return Math.min(longestPauseMs, 250 * 2 ** Math.min(failures, 10));
}

function isElectron(): boolean {
  return 'ballastShell' in window && window.ballastShell === 'electron';
}

function openPortChannel(): Channel {
  const port = new Promise<MessagePort>((resolve) => {
    window.addEventListener('message', function take(event: MessageEvent<unknown>) {
      const received = event.ports[0];
      if (event.source !== window || event.data !== 'ballast:port' || received === undefined) return;
      window.removeEventListener('message', take);
      received.start();
      resolve(received);
    });
  });
  const inner = port.then((received) => new PortLink({ port: received }));
  window.postMessage('ballast:ready', '*');
  return {
    link: { call: async (path, input, options) => (await inner).call(path, input, options) },
    watch(onState) {
      onState('connecting');
      void port.then(() => onState('open'));
      return () => undefined;
    },
  };
}

/** One socket at a time; a lost one is opened again with growing pauses, and at once when the machine is back. */
function openSocketChannel(url: string): Channel {
  const watchers = new Set<(state: ChannelState) => void>();
  let state: ChannelState = 'connecting';
  let failures = 0;
  let ready = Promise.withResolvers<Link>();

  const tell = (next: ChannelState): void => {
    state = next;
    for (const watcher of watchers) watcher(next);
  };
  const connect = (): void => {
    const socket = new WebSocket(url);
    const link = new SocketLink({ websocket: socket });
    socket.addEventListener('open', () => {
      failures = 0;
      ready.resolve(link);
      tell('open');
    });
    socket.addEventListener('close', () => {
      if (state === 'open') ready = Promise.withResolvers<Link>();
      tell('lost');
      setTimeout(connect, pauseBeforeTry(failures++));
    });
  };
  connect();

  return {
    link: { call: async (path, input, options) => (await ready.promise).call(path, input, options) },
    watch(onState) {
      watchers.add(onState);
      onState(state);
      return () => watchers.delete(onState);
    },
  };
}
