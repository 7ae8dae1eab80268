import { spawn } from 'node:child_process';

import { hasScreen } from '../has-screen.ts';

/** The program that opens a URL here; null where nobody would see it. */
export function browserCommand(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): readonly [command: string, ...fixed: string[]] | null {
  if (platform === 'darwin') return ['open'];
  // `start` would need the URL quoted for cmd.exe; this does not.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return hasScreen(platform, environment) ? ['xdg-open'] : null;
}

/** Opens a URL in the person's browser if there is one; quiet when there is not. */
export function openInBrowser(url: string): void {
  const command = browserCommand(process.platform, process.env);
  if (command === null) return;
  const [program, ...fixed] = command;
  const child = spawn(program, [...fixed, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
