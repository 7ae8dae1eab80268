import type { MenuItemConstructorOptions } from 'electron';

/** Languages of the menu. */
export type MenuLanguage = 'en' | 'ja';

const words = {
  en: {
    about: 'About Ballast',
    services: 'Services',
    hide: 'Hide Ballast',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    quit: 'Quit Ballast',
    file: 'File',
    close: 'Close Window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    reload: 'Reload Window',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    developerTools: 'Developer Tools',
    window: 'Window',
    minimize: 'Minimize',
    zoom: 'Zoom',
    front: 'Bring All to Front',
    help: 'Help',
  },
  ja: {
    about: 'Ballast について',
    services: 'サービス',
    hide: 'Ballast を隠す',
    hideOthers: 'ほかを隠す',
    unhide: 'すべてを表示',
    quit: 'Ballast を終了',
    file: 'ファイル',
    close: 'ウィンドウを閉じる',
    edit: '編集',
    undo: '元に戻す',
    redo: 'やり直す',
    cut: '切り取り',
    copy: 'コピー',
    paste: '貼り付け',
    selectAll: 'すべてを選択',
    view: '表示',
    reload: 'ウィンドウを再読み込み',
    actualSize: '実際のサイズ',
    zoomIn: '拡大',
    zoomOut: '縮小',
    fullScreen: 'フルスクリーン',
    developerTools: '開発者ツール',
    window: 'ウィンドウ',
    minimize: '最小化',
    zoom: '拡大／縮小',
    front: 'すべてを手前に移動',
    help: 'ヘルプ',
  },
} as const;

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/** The application menu. Roles only: what they do is the system's own behaviour, what they say is ours. */
export function menuTemplate(platform: NodeJS.Platform, language: MenuLanguage): Item[] {
  const w = words[language];
  const isMac = platform === 'darwin';
  const about: Item = { role: 'about', label: w.about };
  const quit: Item = { role: 'quit', label: w.quit };
  return [
    ...(isMac ? [{ label: 'Ballast', submenu: [about, line, ...macItems(language), line, quit] }] : []),
    { label: w.file, submenu: [{ role: 'close', label: w.close }, ...(isMac ? [] : [line, quit])] },
    { label: w.edit, submenu: editItems(language) },
    { label: w.view, submenu: viewItems(language) },
    {
      role: 'window',
      label: w.window,
      submenu: [
        { role: 'minimize', label: w.minimize },
        { role: 'zoom', label: w.zoom },
        ...(isMac ? [line, { role: 'front', label: w.front } satisfies Item] : []),
      ],
    },
    ...(isMac ? [] : [{ role: 'help', label: w.help, submenu: [about] } satisfies Item]),
  ];
}

function macItems(language: MenuLanguage): Item[] {
  const w = words[language];
  return [
    { role: 'services', label: w.services },
    line,
    { role: 'hide', label: w.hide },
    { role: 'hideOthers', label: w.hideOthers },
    { role: 'unhide', label: w.unhide },
  ];
}

function editItems(language: MenuLanguage): Item[] {
  const w = words[language];
  return [
    { role: 'undo', label: w.undo },
    { role: 'redo', label: w.redo },
    line,
    { role: 'cut', label: w.cut },
    { role: 'copy', label: w.copy },
    { role: 'paste', label: w.paste },
    { role: 'selectAll', label: w.selectAll },
  ];
}

function viewItems(language: MenuLanguage): Item[] {
  const w = words[language];
  return [
    { role: 'reload', label: w.reload },
    line,
    { role: 'resetZoom', label: w.actualSize },
    { role: 'zoomIn', label: w.zoomIn },
    { role: 'zoomOut', label: w.zoomOut },
    line,
    { role: 'togglefullscreen', label: w.fullScreen },
    { role: 'toggleDevTools', label: w.developerTools },
  ];
}
