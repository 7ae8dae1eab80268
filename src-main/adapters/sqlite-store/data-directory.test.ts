import { expect, test } from 'vitest';

import { dataDirectory } from './data-directory.ts';

const rows: readonly (readonly [Record<string, string>, string, string, string])[] = [
  [{}, 'linux', '/home/ann', '/home/ann/.local/share/ballast'],
  [{ XDG_DATA_HOME: '/data' }, 'linux', '/home/ann', '/data/ballast'],
  [{ XDG_DATA_HOME: 'data' }, 'linux', '/home/ann', '/home/ann/.local/share/ballast'],
  [{ XDG_DATA_HOME: '' }, 'freebsd', '/home/ann', '/home/ann/.local/share/ballast'],
  [{ XDG_DATA_HOME: '/data' }, 'darwin', '/Users/ann', '/Users/ann/Library/Application Support/Ballast'],
  [{ APPDATA: 'D:\\Roaming' }, 'win32', 'C:\\Users\\ann', 'D:\\Roaming\\Ballast'],
  [{}, 'win32', 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Roaming\\Ballast'],
  [{ BALLAST_DATA_DIR: '/own', XDG_DATA_HOME: '/data' }, 'linux', '/home/ann', '/own'],
  [{ BALLAST_DATA_DIR: '/own' }, 'darwin', '/Users/ann', '/own'],
  [{ BALLAST_DATA_DIR: 'E:\\own' }, 'win32', 'C:\\Users\\ann', 'E:\\own'],
  [{ BALLAST_DATA_DIR: '' }, 'linux', '/home/ann', '/home/ann/.local/share/ballast'],
];

test.each(rows)('%o on %s for %s is %s', (environment, platform, home, directory) => {
  expect(dataDirectory(environment, platform, home)).toBe(directory);
});
