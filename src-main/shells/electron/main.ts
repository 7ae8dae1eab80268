import { join } from 'node:path';

import { createRouterClient } from '@orpc/server';
import { app, BrowserWindow, dialog, Menu, protocol, session } from 'electron';

import { compose } from '../../compose.ts';
import type { BallastClient, Composition } from '../composition.ts';
import { projectRoot } from '../project-root.ts';
import { ballastVersion } from '../version.ts';
import { answerAppRequest } from './app-protocol.ts';
import { engineArgument } from './engine-argument.ts';
import { lockDownContents, lockDownSession } from './lock-down.ts';
import { menuTemplate } from './menu-template.ts';
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
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, await language(composition))),
  );
  app.setAboutPanelOptions({ applicationName: 'Ballast', applicationVersion: ballastVersion });
  showWindow();
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
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
async function language({ router }: Composition): Promise<'en' | 'ja'> {
  const client: BallastClient = createRouterClient(router);
  const settings = await client.settings.read({});
  const chosen = settings.language === 'system' ? app.getLocale() : settings.language;
  return chosen.startsWith('ja') ? 'ja' : 'en';
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
