import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { withFileLock } from './file-lock.ts';

const packages = 'docker.io,iptables,ca-certificates';
const suite = 'sid';

/** Where the tree of the newer engine is kept between runs. */
function engineTreePath(): string {
  return join(process.env['BALLAST_TEST_CACHE'] ?? '/var/cache/ballast-test', 'engine-28');
}

/**
 * The root of a Debian tree with the newer engine in it; made by debootstrap when it is missing (30 to 80 s).
 * A tree that was left half finished has no marker file beside it and is made again.
 */
export function ensureEngineTree(): string {
  const tree = engineTreePath();
  const marker = `${tree}.complete`;
  mkdirSync(dirname(tree), { recursive: true });
  return withFileLock(`${tree}.lock`, () => {
    if (existsSync(marker) && existsSync(join(tree, 'usr/sbin/dockerd'))) return tree;
    rmSync(marker, { force: true });
    rmSync(tree, { recursive: true, force: true });
    debootstrap(tree);
    writeFileSync(marker, `${suite} ${packages}\n`);
    return tree;
  });
}

function debootstrap(tree: string): void {
  const mirror = aptMirror();
  process.stderr.write(`making ${tree} from ${suite} with debootstrap (about a minute)\n`);
  const options = ['--variant=minbase', `--include=${packages}`, suite, tree, mirror];
  const run = spawnSync('debootstrap', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (run.error !== undefined) throw new Error(`debootstrap did not start: ${run.error.message}`);
  if (run.status !== 0) {
    const lastLines = `${run.stdout}${run.stderr}`.trim().split('\n').slice(-15).join('\n');
    throw new Error(`debootstrap failed with ${run.status}:\n${lastLines}`);
  }
}

/** The Debian mirror this machine itself installs from. */
export function aptMirror(sources: readonly string[] = readAptSources()): string {
  for (const text of sources) {
    const deb822 = /^URIs:\s*(\S*\/debian)\/?\s*$/m.exec(text);
    const oneLine = /^deb\s+(?:\[[^\]]*\]\s+)?(\S*\/debian)\/?\s/m.exec(text);
    const found = deb822?.[1] ?? oneLine?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('no Debian mirror in /etc/apt: the newer engine cannot be installed here');
}

function readAptSources(): string[] {
  const folder = '/etc/apt/sources.list.d';
  const listed = existsSync(folder) ? readdirSync(folder).sort() : [];
  const files = [...listed.map((name) => join(folder, name)), '/etc/apt/sources.list'];
  return files
    .filter((file) => /\.(?:list|sources)$/.test(file) && existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
}
