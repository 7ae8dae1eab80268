import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { _electron, expect, test } from '@playwright/test';

import { electronBinary } from '#main/shells/launch/electron-binary.ts';
import { projectRoot } from '#main/shells/project-root.ts';

// The real Electron, wherever its binary is. Without it the stand-in (test/electron-stand-in) is all we can see.
const root = projectRoot();
const binary = electronBinary(root, process.env);

test.skip(
  binary === null,
  'Electron’s binary is not on this machine (node_modules/electron/path.txt names none)',
);

test('the window opens, is locked down, and shows the demo engine', async () => {
  const isRoot = process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath: binary ?? '',
    args: [...(isRoot ? ['--no-sandbox'] : []), root, '--engine=demo'],
    env: { ...stringsOf(process.env), BALLAST_DATA_DIR: mkdtempSync(join(tmpdir(), 'ballast-electron-')) },
  });
  try {
    const page = await app.firstWindow();
    await expect(page.getByText(/^\d+ images/).first()).toBeVisible();
    expect(page.url()).toMatch(/^app:\/\/ballast\//);
    expect(
      await page.evaluate(() => [
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
      ]),
    ).toEqual(['undefined', 'undefined']);
    await page.evaluate(() => void (location.href = 'https://example.invalid/'));
    await page.evaluate(() => void window.open('https://example.invalid/'));
    expect(app.windows()).toHaveLength(1);
    expect(page.url()).toMatch(/^app:\/\/ballast\//);
  } finally {
    await app.close();
  }
});

function stringsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
