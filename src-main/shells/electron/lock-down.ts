import type { Session, WebContents } from 'electron';
import { shell } from 'electron';

import { isOpenableOutside, isPermissionAllowed, isTrustedUrl } from './trusted-url.ts';

/** Denies every permission but copying. */
export function lockDownSession(session: Session, devServer: string | undefined): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(isPermissionAllowed(permission, contents.getURL(), devServer)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermissionAllowed(permission, requestingOrigin, devServer),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Keeps a window on its own page: no navigation away, no second window, no embedded one. */
export function lockDownContents(contents: WebContents, devServer: string | undefined): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!isTrustedUrl(event.url, devServer)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isOpenableOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
