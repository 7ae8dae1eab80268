import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { refuseDefaultSocket } from '#test/live/engines/engine-directory.ts';
import { aptMirror } from '#test/live/engines/engine-tree.ts';
import { withFileLock } from '#test/live/engines/file-lock.ts';
import { isAlive, startTimeOf } from '#test/live/engines/process-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'ballast-safety-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('live tests', () => {
  it.each(['/var/run/docker.sock', '/run/docker.sock'])('refuse %s', (path) => {
    expect(() => refuseDefaultSocket(path)).toThrow('default socket');
  });

  it('accept a socket of their own', () => {
    expect(() => refuseDefaultSocket(join(folder, 'engine.sock'))).not.toThrow();
  });
});

describe('the mirror for the newer engine', () => {
  const good: readonly (readonly [string, string])[] = [
    ['Types: deb\nURIs: http://mirror.invalid/debian\nSuites: stable\n', 'http://mirror.invalid/debian'],
    ['deb http://mirror.invalid/debian stable main\n', 'http://mirror.invalid/debian'],
    ['deb [signed-by=/a.gpg] https://mirror.invalid/debian/ stable main\n', 'https://mirror.invalid/debian'],
  ];

  it.each(good)('is the one of the machine: %j', (text, mirror) => {
    expect(aptMirror(['deb https://elsewhere.invalid/node nodistro main\n', text])).toBe(mirror);
  });

  it('is missing where no Debian mirror is set up', () => {
    expect(() => aptMirror(['URIs: http://mirror.invalid/debian-security\n'])).toThrow('no Debian mirror');
  });
});

describe('a file lock', () => {
  it('is free again after use, also after an error', () => {
    const path = `${folder}-lock`;
    expect(() =>
      withFileLock(path, () => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(withFileLock(path, () => 'done')).toBe('done');
  });

  it('is taken over from an owner that is gone', () => {
    const path = `${folder}-stale`;
    writeFileSync(path, `${process.pid} 1`);
    expect(withFileLock(path, () => 'done')).toBe('done');
  });
});

it('tells a process from a later one with the same number', () => {
  expect(isAlive(process.pid, startTimeOf(process.pid))).toBe(true);
  expect(isAlive(process.pid, '1')).toBe(false);
  expect(startTimeOf(2 ** 30)).toBe('');
});
