import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { projectRoot } from '#main/shells/project-root.ts';

interface Report {
  readonly event: string;
  readonly data: unknown;
}

// The built main process, the built preload and the built window together, over the stand-in of this folder.
const root = projectRoot();
const reports: Report[] = [];
let child: ChildProcessWithoutNullStreams;
let words = '';

beforeAll(() => {
  const register = join(root, 'test', 'electron-stand-in', 'register.ts');
  child = spawn(
    process.execPath,
    ['--import', register, join(root, 'out', 'main', 'electron.js'), '--engine=demo'],
    {
      env: { ...process.env, BALLAST_DATA_DIR: mkdtempSync(join(tmpdir(), 'ballast-stand-in-')) },
    },
  );
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => reports.push(JSON.parse(line) as Report));
});

afterAll(async () => {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
});

/** Waits for a report of the stand-in; what it said so far stands in the failure. */
async function reported(event: string, matches: (data: string) => boolean = () => true): Promise<string> {
  for (;;) {
    const found = reports.find((entry) => entry.event === event && matches(String(entry.data)));
    if (found !== undefined) return String(found.data);
    if (child.exitCode !== null)
      throw new Error(`ended with ${child.exitCode}: ${words}${JSON.stringify(reports)}`);
    await delay(20);
  }
}

it('gives the window its port, and calls and streams answer through it', async () => {
  expect(await reported('loaded')).toBe('electron');
  const list = await reported('to-page', (data) => data.includes('"endpoints"'));
  expect(list).toContain('"current":"demo:"');
  await reported('to-page', (data) => data.includes('"kind":"ready"'));
});

it('shows what came through the port, and says that it is a demo', async () => {
  await reported('to-page', (data) => data.includes('"kind":"ready"'));
  // The page paints a moment after the message; asked until it has.
  const asking = setInterval(() => child.stdin.write('text\n'), 100);
  const text = await reported('text', (data) => /\d+ images/.test(data)).finally(() => clearInterval(asking));
  expect(text).toMatch(/demo/i);
});

it('asks for a sandboxed window without Node.js', () => {
  const preferences = reports.find(({ event }) => event === 'web-preferences')?.data;
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

it('had no error on the page: the policy of app:// allows all it needs', () => {
  const complaints = reports.filter(
    ({ event, data }) => event === 'page-error' || (event === 'console' && String(data).startsWith('error')),
  );
  expect(complaints).toEqual([]);
});

it('ends by itself when it is told to quit', async () => {
  const ended = once(child, 'exit');
  child.stdin.end();
  expect((await ended)[0]).toBe(0);
});
