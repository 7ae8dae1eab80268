import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

// Installs the Debian packages the tests need. Asks dpkg first, so that a machine that has them needs no network.

/** What `npm run verify` needs besides Node.js, and why. */
const needed: Readonly<Record<string, string>> = {
  'docker.io': 'a real engine of the 20.10 line',
  iptables: 'the engines',
  debootstrap: 'a tree with a newer engine',
  'docker-registry': 'images that are pulled, without a network',
  'busybox-static': 'images built without a network',
  chromium: 'component and end-to-end tests',
  'fonts-ipafont-gothic': 'Japanese on screen',
};

const missing = Object.keys(needed).filter((name) => !isInstalled(name));
if (missing.length > 0) install(missing);

function isInstalled(name: string): boolean {
  const asked = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return asked.stdout === 'installed';
}

function install(names: readonly string[]): void {
  if (process.getuid?.() !== 0) return giveUp('only root can install packages', names);
  process.stdout.write(`installing ${names.join(' ')}\n`);
  const failed = withoutStartingServices(
    () => apt('update') || apt('install', '--yes', '--no-install-recommends', ...names),
  );
  if (failed !== '') return giveUp(failed, names);
  const still = names.filter((name) => !isInstalled(name));
  if (still.length > 0) giveUp('apt-get ended well, yet packages are missing', still);
}

/** Runs apt-get; the last lines of what it said when it failed, else nothing. */
function apt(...words: readonly string[]): string {
  const run = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '--quiet', ...words], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.error !== undefined) return `apt-get did not start: ${run.error.message}`;
  if (run.status === 0) return '';
  return `apt-get ${words[0]} failed:\n${`${run.stdout}${run.stderr}`.trim().split('\n').slice(-10).join('\n')}`;
}

/** Installing docker.io must not start an engine on the default socket. Source: Debian, policy-rc.d(8). */
function withoutStartingServices(work: () => string): string {
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
}

function giveUp(why: string, names: readonly string[]): void {
  process.stdout.write(`${why}\nmissing:\n`);
  for (const name of names) process.stdout.write(`  ${name}: ${needed[name] ?? ''}\n`);
  process.stdout.write(`install by hand: apt-get install --no-install-recommends ${names.join(' ')}\n`);
  process.exitCode = 1;
}
