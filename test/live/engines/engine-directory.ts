import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isAlive, startTimeOf } from './process-table.ts';

const prefix = 'ballast-engine-';

/** A fresh folder for one engine. Says whose it is, so that a later run can clear it if this one is killed. */
export function makeEngineDirectory(kind: string): string {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), `${prefix}${kind}-`));
  writeFileSync(join(directory, 'owner'), `${process.pid} ${startTimeOf(process.pid)}`);
  return directory;
}

/** Removes the folders of engines whose owner was killed; the kernel has ended those engines with it. */
export function sweepEngineDirectories(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const directory = join(tmpdir(), name);
    const owner = join(directory, 'owner');
    if (!existsSync(owner)) continue;
    const [pid = '', startTime = ''] = readFileSync(owner, 'utf8').split(' ');
    if (!isAlive(Number(pid), startTime)) rmSync(directory, { recursive: true, force: true });
  }
}

/** Throws for the socket people use every day: no test may ever touch it. */
export function refuseDefaultSocket(socketPath: string): void {
  const everyday = ['/var/run/docker.sock', '/run/docker.sock'];
  const real = existsSync(socketPath) ? realpathSync(socketPath) : socketPath;
  if ([socketPath, real].some((path) => everyday.includes(path))) {
    throw new Error(`${socketPath} is the default socket: tests only use engines they started themselves`);
  }
}
