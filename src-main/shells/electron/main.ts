import { join } from 'node:path';

import { createRouterClient } from '@orpc/server';
import { app, BrowserWindow, dialog, Menu, Notification, protocol, session } from 'electron';

import { compose } from '../../compose.ts';
import type { BallastClient, Composition } from '../composition.ts';
import { projectRoot } from '../project-root.ts';
import { ballastVersion } from '../version.ts';
import { announcementNotice, watchAnnouncements } from './announcement-notice.ts';
import { answerAppRequest } from './app-protocol.ts';
import { engineArgument } from './engine-argument.ts';
import { lockDownContents, lockDownSession } from './lock-down.ts';
import { menuTemplate, type MenuLanguage } from './menu-template.ts';
import { openWindow } from './open-window.ts';
import { handOverPorts } from './port-handover.ts';

// Entry of the Electron shell: builds the program, opens the window, and does nothing that a window could do better.
const out = join(projectRoot(), 'out');
// Only a checkout has a development server; a packaged app must not be sent elsewhere by its environment.
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents, devServer));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const engineUrl = engineArgument(process.argv);
  const composition = compose({
    shell: 'electron',
    version: ballastVersion,
    environment: process.env,
    ...(engineUrl === undefined ? {} : { engineUrl }),
  });
  closeBeforeQuit(composition);
  lockDownSession(session.defaultSession, devServer);
  protocol.handle('app', (request) => answerAppRequest(join(out, 'renderer'), request));
  handOverPorts(composition.router, devServer);
  const spoken = await language(composition);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, spoken)));
  app.setAboutPanelOptions({ applicationName: 'Ballast', applicationVersion: ballastVersion });
  showWindow();
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  notifyOfAnnouncements(composition, spoken);
}

/** Brings the window to the front, opening it when there is none. */
function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) {
    openWindow(join(out, 'preload', 'preload.cjs'), devServer);
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Language of the menu: the setting, else the system's. */
async function language({ router }: Composition): Promise<MenuLanguage> {
  const client: BallastClient = createRouterClient(router);
  const settings = await client.settings.read({});
  const chosen = settings.language === 'system' ? app.getLocale() : settings.language;
  return chosen.startsWith('ja') ? 'ja' : 'en';
}

/** What automatic clean-up announces while nobody looks at Ballast is told by the system. */
function notifyOfAnnouncements({ router }: Composition, spoken: MenuLanguage): void {
  const quitting = new AbortController();
  // Held here: a notification that is collected as garbage no longer answers a click.
  const shown = new Set<Notification>();
  app.on('will-quit', () => quitting.abort());
  const tell: Parameters<typeof watchAnnouncements>[1] = (announcement) => {
    if (BrowserWindow.getFocusedWindow() !== null || !Notification.isSupported()) return;
    const notification = new Notification({ ...announcementNotice(announcement, spoken) });
    shown.add(notification);
    notification.on('click', showWindow);
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };
  watchAnnouncements(createRouterClient(router), tell, quitting.signal).catch((error: unknown) =>
    process.stderr.write(`ballast: announcements cannot be followed: ${String(error)}\n`),
  );
}

/** Ends what runs before the program goes, once. */
function closeBeforeQuit(composition: Composition): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    isClosed = true;
    event.preventDefault();
    void composition.close().finally(() => app.quit());
  });
}

function giveUp(error: unknown): void {
  dialog.showErrorBox('Ballast', error instanceof Error ? error.message : String(error));
  app.exit(1);
}
