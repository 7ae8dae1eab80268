import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';

import { chromiumArguments, chromiumPath } from '../support/chromium.ts';

// The few names of Electron that Ballast imports, over headless Chromium: enough to see that the built main process,
// the built preload and the built window find each other. It proves nothing about Electron itself: no sandbox, no
// context isolation, no menus. A name that is missing here is a link error, on purpose.
const shownOrigin = 'https://ballast.app.localhost'; // Chromium refuses to go to app://.
const nothing = (): void => undefined;
const report = (event: string, data: unknown): void => console.log(JSON.stringify({ event, data }));

type Answer = (request: { url: string; method: string }) => Promise<Response>;
let answerApp: Answer = () => Promise.resolve(new Response(null, { status: 404 }));

class Port extends EventEmitter {
  peer: Port | null = null;
  postMessage(data: unknown): void {
    setImmediate(() => this.peer?.emit('message', { data, ports: [] }));
  }
  readonly start = nothing;
  close(): void {
    setImmediate(() => this.peer?.emit('close'));
  }
}

export class MessageChannelMain {
  readonly port1 = new Port();
  readonly port2 = new Port();
  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}

/** No system to notify: nothing is supported, so nothing is shown. */
export class Notification extends EventEmitter {
  static readonly isSupported = (): boolean => false;
  readonly show = nothing;
}

/** In the page: what `require('electron')` gives a preload, and the page's ends of the ports. */
const pageSide = `
  const listeners = new Map(); const ports = new Map(); const bridge = globalThis;
  bridge.standInPort = (channel, id) => {
    const { port1, port2 } = new MessageChannel(); ports.set(id, port1);
    port1.onmessage = ({ data }) => bridge.standInFromPage(id, data);
    listeners.get(channel)({ ports: [port2] });
  };
  bridge.standInToPage = (id, data) => ports.get(id).postMessage(data);
  const contextBridge = { exposeInMainWorld: (name, value) => (bridge[name] = value) };
  const ipcRenderer = { send: (channel) => bridge.standInSend(channel), on: (channel, listener) => listeners.set(channel, listener) };
  const require = () => ({ contextBridge, ipcRenderer });`;

class WebContents extends EventEmitter {
  readonly id = 1;
  readonly #ports: Port[] = [];
  page: Page | null = null;
  readonly mainFrame = {
    url: '',
    postMessage: (channel: string, _message: unknown, [port]: readonly [Port]): void => {
      const id = this.#ports.push(port) - 1;
      const toPage = `standInToPage(${id}, `;
      void this.page?.evaluate(`standInPort(${JSON.stringify(channel)}, ${id})`);
      port.on('message', ({ data }: { data: unknown }) => {
        report('to-page', data);
        void this.page?.evaluate(`${toPage}${JSON.stringify(data)})`);
      });
    },
  };
  readonly setWindowOpenHandler = nothing;

  async open(url: string, preload: string): Promise<void> {
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
    app.once('quit', () => void browser.close().then(() => process.exit(0)));
    const context = await browser.newContext();
    await context.route(`${shownOrigin}/**`, async (route) => {
      const asked = {
        url: route.request().url().replace(shownOrigin, 'app://ballast'),
        method: route.request().method(),
      };
      const answer = await answerApp(asked);
      const body = Buffer.from(await answer.arrayBuffer());
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
    });
    const page = (this.page = await context.newPage());
    page.on('console', (message) => report('console', `${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => report('page-error', error.message));
    await page.exposeFunction('standInSend', (channel: string) => {
      this.mainFrame.url = page.url().replace(shownOrigin, 'app://ballast');
      ipcMain.emit(channel, { sender: this, senderFrame: this.mainFrame });
    });
    await page.exposeFunction('standInFromPage', (id: number, data: unknown) =>
      this.#ports[id]?.postMessage(data),
    );
    await page.addInitScript(`(() => { ${pageSide}\n${readFileSync(preload, 'utf8')}\n})()`);
    await page.goto(url.replace('app://ballast', shownOrigin));
    report('loaded', await page.evaluate('window.ballastShell'));
    process.stdin.on('data', () => void page.innerText('body').then((text) => report('text', text)));
    process.stdin.on('end', () => app.quit());
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly #all: BrowserWindow[] = [];
  static getAllWindows(): readonly BrowserWindow[] {
    return BrowserWindow.#all;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.#all[0] ?? null;
  }
  readonly webContents = new WebContents();
  readonly #preload: string;
  constructor({ webPreferences }: { webPreferences: Record<string, unknown> & { preload: string } }) {
    super();
    this.#preload = webPreferences.preload;
    report('web-preferences', webPreferences);
    BrowserWindow.#all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.open(url, this.#preload);
  }
  getNormalBounds(): object {
    return { x: 0, y: 0, width: 1000, height: 700 };
  }
  readonly isMaximized = (): boolean => false;
  readonly isMinimized = (): boolean => false;
  readonly show = nothing;
  readonly focus = nothing;
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly requestSingleInstanceLock = (): boolean => true;
  readonly whenReady = (): Promise<void> => Promise.resolve();
  readonly getPath = (): string => mkdtempSync(join(tmpdir(), 'ballast-stand-in-'));
  readonly getLocale = (): string => 'en-GB';
  readonly enableSandbox = nothing;
  readonly setAboutPanelOptions = nothing;
  quit(): void {
    let isHeld = false;
    this.emit('will-quit', { preventDefault: () => (isHeld = true) });
    if (!isHeld) this.emit('quit');
  }
  exit = (code: number): never => process.exit(code);
}

const area = { x: 0, y: 0, width: 1920, height: 1080 };
export const app = new App();
export const ipcMain = new EventEmitter();
export const dialog = { showErrorBox: (_title: string, text: string): void => report('error-box', text) };
export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu: nothing,
};
export const nativeTheme = { shouldUseDarkColors: false };
export const protocol = {
  registerSchemesAsPrivileged: nothing,
  handle: (_scheme: string, answer: Answer): void => void (answerApp = answer),
};
export const screen = {
  getPrimaryDisplay: () => ({ id: 1, workArea: area }),
  getAllDisplays: () => [{ id: 1, workArea: area }],
};
/** Whatever is asked of it, it does nothing. */
const idle = new Proxy({}, { get: () => nothing });
export const session = { defaultSession: idle };
export const shell = idle;
