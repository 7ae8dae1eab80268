import { posix, win32 } from 'node:path';

/**
 * The folder for what Ballast keeps, by the custom of the platform. `BALLAST_DATA_DIR` overrides it.
 * Source: XDG Base Directory Specification (a relative path is to be ignored); Apple and Microsoft conventions.
 */
export function dataDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string {
  const paths = platform === 'win32' ? win32 : posix;
  const chosen = environment['BALLAST_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return paths.resolve(chosen);
  if (platform === 'win32') {
    return paths.join(
      absolute(environment['APPDATA'], paths) ?? paths.join(home, 'AppData', 'Roaming'),
      'Ballast',
    );
  }
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support', 'Ballast');
  return paths.join(
    absolute(environment['XDG_DATA_HOME'], paths) ?? paths.join(home, '.local', 'share'),
    'ballast',
  );
}

function absolute(path: string | undefined, paths: typeof posix): string | null {
  return path !== undefined && paths.isAbsolute(path) ? path : null;
}
