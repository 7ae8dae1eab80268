import { contextBridge, ipcRenderer } from 'electron';

// The whole bridge: the page learns that it is in Electron, asks for its port, and gets it. A MessagePort cannot go
// through contextBridge, so it travels by postMessage inside the window.
contextBridge.exposeInMainWorld('ballastShell', 'electron');

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== location.origin || event.data !== 'ballast:ready') return;
  ipcRenderer.send('ballast:ready');
});

ipcRenderer.on('ballast:port', (event) => {
  window.postMessage('ballast:port', location.origin, event.ports);
});
