import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { app, BrowserWindow, nativeTheme, screen } from 'electron';

import { appOrigin } from './trusted-url.ts';
import { parsePlace, placeWindow, smallestWindow } from './window-place.ts';

/** Opens the window where it was last time. */
export function openWindow(preload: string, devServer: string | undefined): BrowserWindow {
  const placeFile = join(app.getPath('userData'), 'window-place.json');
  const { isMaximized, ...place } = placeWindow(readPlace(placeFile), workAreas());
  const window = new BrowserWindow({
    ...place,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Ballast',
    show: false,
    // Painted before the page is: without it a dark desktop flashes white.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#fbfbfa',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writePlace(placeFile, window));
  void window.loadURL(devServer ?? `${appOrigin}/`);
  return window;
}

/** Work areas of all displays, the main one first. */
function workAreas(): { x: number; y: number; width: number; height: number }[] {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return [main, ...others].map(({ workArea }) => workArea);
}

function readPlace(file: string): ReturnType<typeof parsePlace> {
  try {
    return parsePlace(readFileSync(file, 'utf8'));
  } catch {
    // The first start, or a file that cannot be read: the window is centred.
    return null;
  }
}

function writePlace(file: string, window: BrowserWindow): void {
  const place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
  try {
    writeFileSync(file, JSON.stringify(place));
  } catch {
    // A full disk is why people open Ballast; a forgotten place is no reason to complain.
  }
}
