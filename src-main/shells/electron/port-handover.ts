import { RPCHandler } from '@orpc/server/message-port';
import type { IpcMainEvent, MessagePortMain } from 'electron';
import { ipcMain, MessageChannelMain } from 'electron';

import type { BallastRouter } from '../composition.ts';
import { isTrustedUrl } from './trusted-url.ts';

/**
 * Gives the page its one port to the core whenever it says that it is ready: once after each load.
 * A frame inside the page, or a page from elsewhere, gets nothing.
 */
export function handOverPorts(router: BallastRouter, devServer: string | undefined): void {
  const handler = new RPCHandler(router);
  const ports = new Map<number, MessagePortMain>();
  ipcMain.on('ballast:ready', (event) => {
    const frame = trustedSender(event, devServer);
    if (frame === null) return;
    // After a reload the old page's subscriptions must end.
    ports.get(event.sender.id)?.close();
    const { port1, port2 } = new MessageChannelMain();
    ports.set(event.sender.id, port1);
    handler.upgrade(port1, { context: {} });
    port1.start();
    frame.postMessage('ballast:port', null, [port2]);
  });
}

/** The frame that sent a message, if it is a window's own page. */
function trustedSender(event: IpcMainEvent, devServer: string | undefined): Electron.WebFrameMain | null {
  const frame = event.senderFrame;
  if (frame === null || frame !== event.sender.mainFrame) return null;
  return isTrustedUrl(frame.url, devServer) ? frame : null;
}
