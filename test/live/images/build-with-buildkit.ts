import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { scratchFolder } from '#test/support/scratch-folder.ts';

/** The client of Debian's docker.io: its BuildKit is built in, where later clients want a plugin. */
const client = '/usr/bin/docker';

/** Builds an image with BuildKit from nothing but these files, one layer each; it leaves records in the build cache. */
export async function buildWithBuildkit(
  url: string,
  tag: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const context = mkdtempSync(join(scratchFolder(), 'context-'));
  try {
    const names = Object.keys(files);
    for (const name of names) writeFileSync(join(context, name), files[name] ?? '');
    const steps = names.map((name) => `COPY ${name} /${name}`);
    writeFileSync(join(context, 'Dockerfile'), ['FROM scratch', ...steps].join('\n'));
    await runClient(['--host', url, 'build', '--quiet', '--tag', tag, context]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

function runClient(args: readonly string[]): Promise<void> {
  // Nothing of the caller's contexts and sign-ins.
  const env = { PATH: process.env['PATH'], DOCKER_BUILDKIT: '1', DOCKER_CONFIG: scratchFolder() };
  const child = spawn(client, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new Error(`docker ${args.join(' ')} ended with ${code}: ${Buffer.concat(said).toString()}`));
    });
  });
}
