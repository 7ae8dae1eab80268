import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';

import { expect, test } from 'vitest';

import { openMachine } from './open-machine.ts';

test('this run is alive, and no two runs have one name', () => {
  const machine = openMachine();
  expect(machine.isAlive(machine.self)).toBe(true);
  expect(openMachine().self).not.toBe(machine.self);
  expect(openMachine().isAlive(machine.self)).toBe(true);
});

test('the run of a process that was killed is not', async () => {
  const url = new URL('./open-machine.ts', import.meta.url).href;
  const script = `const { openMachine } = await import(${JSON.stringify(url)});
    process.stdout.write(openMachine().self);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [name] = (await once(child.stdout, 'data')) as [Buffer];
  const machine = openMachine();
  expect(machine.isAlive(name.toString())).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(machine.isAlive(name.toString())).toBe(false);
});

test('a process that was given the number of another one is not taken for it', (context) => {
  if (process.platform !== 'linux') return context.skip('only Linux says when a process began');
  const machine = openMachine();
  const [pid, start = '', random] = machine.self.split(' ');
  expect(machine.isAlive(`${pid} ${start}1 ${random}`)).toBe(false);
  expect(machine.isAlive(`${pid} other-boot${start.slice(start.indexOf(':'))} ${random}`)).toBe(false);
  // Written where that could not be told.
  expect(machine.isAlive(`${pid}  ${random}`)).toBe(true);
});

test.each([[''], ['4'], ['me'], ['-1 a:1 00000000'], ['0x1 a:1 00000000'], ['99999999999 a:1 00000000']])(
  '"%s" names no run',
  (name) => {
    expect(openMachine().isAlive(name)).toBe(false);
  },
);

test('a disk is told by its folder, and a folder that is not here is not', async () => {
  const machine = openMachine();
  const use = await machine.diskUse(tmpdir());
  expect(use?.usedBytes).toBeGreaterThan(0);
  expect(use?.totalBytes).toBeGreaterThanOrEqual(use?.usedBytes ?? Infinity);
  expect(await machine.diskUse('/no/such/folder')).toBeNull();
});
